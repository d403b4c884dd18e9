"""A file of raw Twitch lines, plain or gzipped -> its lines in the order of their time."""

import gzip
import hashlib
import re
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from contracts.events import STREAM_ID_PATTERN, TICK_STREAM, FrameFormat
from producer.arguments import ConfigurationError
from producer.fields import UnreadableFrameError, from_milliseconds, whole
from producer.helix import load_object, parse_time
from producer.irc import MalformedLineError, parse_line

MAX_LINE_BYTES: Final = 128 * 1024
"""Far above any line of Twitch's, and below a Kafka record when each byte needs an escape."""

_GZIP_MAGIC: Final = b"\x1f\x8b"
_STREAM_ID: Final = re.compile(STREAM_ID_PATTERN)


class Line(NamedTuple):
    """A line as it stands in the file; `stream_id` is `*` where it names no channel."""

    raw: str
    format: FrameFormat
    stream_id: str
    at: datetime | None


class Placed(NamedTuple):
    """A line and when it happened."""

    at: datetime
    line: Line


@dataclass(frozen=True, slots=True)
class Recording:
    """What a file holds. `lines` are in the order of their time, equal times in the file's.

    `unreadable` are the lines that have no place among them: reason and bytes. `digest` is the
    SHA-256 of the file.
    """

    digest: str
    lines: list[Placed]
    unreadable: list[tuple[str, bytes]]


def read_recording(path: Path, channels: Collection[str] = ()) -> Recording:
    """Read a whole file; with `channels`, only their lines and those that name no channel.

    A line without a time, such as PING, takes the time of the line before it in the file.

    Raises:
        ConfigurationError: The file cannot be read, or holds nothing to replay.
    """
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            lines, unreadable = _read_lines(_split(file))
    except (OSError, EOFError, zlib.error) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    placed = sorted(_place(lines), key=lambda each: each.at)
    if not placed:
        raise ConfigurationError(f"{path} has nothing to replay: no line of Twitch with a time")
    recording = Recording(digest, placed, unreadable)
    return _only(recording, channels, path) if channels else recording


def read_line(raw: bytes) -> Line:
    """Find out what a line is, how far it can be read: what it says is the parser's to judge.

    Raises:
        UnreadableFrameError: It cannot be a frame, or a frame of Helix has no time.
    """
    if len(raw) > MAX_LINE_BYTES:
        raise UnreadableFrameError(
            f"the line has {len(raw)} bytes; a frame has at most {MAX_LINE_BYTES}"
        )
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise UnreadableFrameError(f"not UTF-8: {error}") from None
    return _read_helix(text) if text.startswith("{") else _read_irc(text)


def _read_helix(text: str) -> Line:
    stream = load_object(text)
    asked_at, login = stream.get("observed_at"), stream.get("user_login")
    if not isinstance(asked_at, str):
        raise UnreadableFrameError("a Helix line needs observed_at, the time when Twitch was asked")
    stream_id = _stream_id(login) if isinstance(login, str) else TICK_STREAM
    return Line(text, FrameFormat.HELIX, stream_id, parse_time(asked_at, "observed_at"))


def _read_irc(text: str) -> Line:
    try:
        line = parse_line(text)
    except MalformedLineError:
        return Line(text, FrameFormat.IRC, TICK_STREAM, None)
    target = line.params[0] if line.params else ""
    stream_id = _stream_id(target[1:]) if target.startswith("#") else TICK_STREAM
    return Line(text, FrameFormat.IRC, stream_id, _sent_at(line.tags))


def _sent_at(tags: dict[str, str]) -> datetime | None:
    try:
        return from_milliseconds(whole(tags, "tmi-sent-ts"))
    except UnreadableFrameError:
        return None


def _stream_id(login: str) -> str:
    name = login.lower()
    return name if _STREAM_ID.fullmatch(name) else TICK_STREAM


def _split(file: BinaryIO) -> Iterator[bytes]:
    is_gzipped = file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    file.seek(0)
    for line in gzip.GzipFile(fileobj=file) if is_gzipped else file:
        if stripped := line.rstrip(b"\r\n"):
            yield stripped


def _read_lines(raw_lines: Iterable[bytes]) -> tuple[list[Line], list[tuple[str, bytes]]]:
    lines: list[Line] = []
    unreadable: list[tuple[str, bytes]] = []
    for raw in raw_lines:
        try:
            lines.append(read_line(raw))
        except UnreadableFrameError as error:
            unreadable.append((str(error), raw))
    return lines, unreadable


def _place(lines: list[Line]) -> Iterator[Placed]:
    at = next((line.at for line in lines if line.at), None)
    for line in lines:
        at = line.at or at
        if at:
            yield Placed(at, line)


def _only(recording: Recording, channels: Collection[str], path: Path) -> Recording:
    kept = [each for each in recording.lines if each.line.stream_id in {*channels, TICK_STREAM}]
    if any(each.line.stream_id in channels for each in kept):
        return replace(recording, lines=kept)
    there = sorted({each.line.stream_id for each in recording.lines} - {TICK_STREAM})
    raise ConfigurationError(
        f"{path} holds nothing of {', '.join(channels)}; it has {', '.join(there) or 'no channel'}"
    )
