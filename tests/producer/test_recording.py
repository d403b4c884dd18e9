import re
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.events import FrameFormat
from producer.arguments import ConfigurationError
from producer.sources.recording import MAX_LINE_BYTES, read_recording
from tests.frames import NOON, a_clearchat, a_helix_object, a_privmsg, write_recording

SECOND = timedelta(seconds=1)


def raws(path: Path, *channels: str) -> list[str]:
    return [placed.line.raw for placed in read_recording(path, channels).lines]


def test_lines_come_in_the_order_of_their_time(tmp_path: Path) -> None:
    newest_first = [a_privmsg(str(n), sent_at=NOON + n * SECOND) for n in (3, 2, 1)]
    path = write_recording(tmp_path / "r.irc", newest_first)
    assert raws(path) == newest_first[::-1]


def test_lines_of_the_same_time_keep_the_file_s_order(tmp_path: Path) -> None:
    lines = [a_privmsg(text) for text in ("b", "a", "c")]
    assert raws(write_recording(tmp_path / "r.irc", lines)) == lines


def test_a_gzipped_file_reads_like_a_plain_one(tmp_path: Path) -> None:
    lines = [a_privmsg("ünï \u2028 text"), a_clearchat(sent_at=NOON + SECOND)]
    plain = write_recording(tmp_path / "r.irc", lines)
    assert raws(write_recording(tmp_path / "r.irc.gz", lines)) == raws(plain) == lines


def test_irc_and_helix_lines_share_a_file(tmp_path: Path) -> None:
    lines = [a_helix_object(channel="beta", observed_at=NOON + SECOND), a_privmsg()]
    placed = read_recording(write_recording(tmp_path / "r", lines)).lines
    assert [(each.line.format, each.line.stream_id, each.at) for each in placed] == [
        (FrameFormat.IRC, "alpha", NOON),
        (FrameFormat.HELIX, "beta", NOON + SECOND),
    ]


def test_a_line_without_a_time_takes_that_of_the_line_before_it(tmp_path: Path) -> None:
    lines = [
        ":tmi.twitch.tv 001 justinfan1 :Welcome",
        a_privmsg(sent_at=NOON),
        "PING :tmi.twitch.tv",
        a_privmsg(sent_at=NOON + SECOND),
    ]
    placed = read_recording(write_recording(tmp_path / "r", lines)).lines
    assert [each.at for each in placed] == [NOON, NOON, NOON, NOON + SECOND]
    assert [each.line.stream_id for each in placed] == ["*", "alpha", "*", "alpha"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\xff\xfe broken", "not UTF-8"),
        (a_helix_object(observed_at=None).encode(), "needs observed_at"),
        (b'{"observed_at": "noon"}', "observed_at is 'noon'"),
        (b"{nonsense", "not JSON"),
        (a_privmsg("x" * MAX_LINE_BYTES).encode(), f"at most {MAX_LINE_BYTES}"),
    ],
)
def test_a_line_that_has_no_place_is_kept_with_its_bytes(
    raw: bytes, reason: str, tmp_path: Path
) -> None:
    recording = read_recording(write_recording(tmp_path / "r", [a_privmsg(), raw]))
    ((why, kept),) = recording.unreadable
    assert reason in why
    assert kept == raw
    assert len(recording.lines) == 1


def test_a_choice_of_channels_keeps_theirs_and_what_names_none(tmp_path: Path) -> None:
    lines = [a_privmsg(channel=channel) for channel in ("alpha", "beta", "gamma")]
    path = write_recording(tmp_path / "r", [*lines, "nonsense"])
    assert raws(path, "alpha", "gamma") == [lines[0], lines[2], "nonsense"]


def test_a_choice_that_is_not_there_names_what_is(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "r", [a_privmsg(channel="beta"), a_privmsg()])
    with pytest.raises(ConfigurationError, match=r"nothing of gamma; it has alpha, beta"):
        read_recording(path, ["gamma"])


@pytest.mark.parametrize("content", [b"", b"\n\n", b"no time here\n", b"\xff\n"])
def test_a_file_without_a_line_that_has_a_time_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "r"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=re.escape(f"{path} has nothing to replay")):
        read_recording(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    cut = write_recording(tmp_path / "cut.gz", [a_privmsg()])
    cut.write_bytes(cut.read_bytes()[:-10])
    for path in (tmp_path / "missing", tmp_path, cut):
        with pytest.raises(ConfigurationError, match="cannot be read"):
            read_recording(path)
