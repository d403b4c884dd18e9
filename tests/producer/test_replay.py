from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path

import pytest

from contracts.events import RawFrame
from producer.arguments import At, ConfigurationError
from producer.source import CHUNK_ITEMS, CHUNK_SPAN, Item, Resume, TickTime, Unreadable
from producer.sources.replay import Replay, _close, open_replay
from producer.sources.timeline import Frames, timeline
from producer.ticks import tick_of
from tests.frames import NOON, a_privmsg, write_recording

SECOND = timedelta(seconds=1)


def a_replay(
    folder: Path, lines: Iterable[str | bytes], at: At = "original", speed: float = inf
) -> Replay:
    return open_replay(write_recording(folder / "r.irc", lines), (), at, speed)


def at_seconds(*seconds: float) -> list[str]:
    return [a_privmsg(str(second), sent_at=NOON + second * SECOND) for second in seconds]


async def items_of(replay: Replay, resume: Resume | None = None) -> list[Item]:
    return [item async for chunk in replay.chunks(resume) for item in chunk]


def frames_of(items: Iterable[Item]) -> list[RawFrame]:
    return [item for item in items if isinstance(item, RawFrame)]


def ticks_of(items: Iterable[Item]) -> list[datetime]:
    return [item.at for item in items if isinstance(item, TickTime)]


def a_resume(frames: Iterable[RawFrame]) -> Resume:
    found = list(frames)
    places = frozenset((frame.source, frame.position) for frame in found)
    return Resume(found[0], found[-1], places)


async def test_each_line_becomes_a_frame_with_its_position_and_time(tmp_path: Path) -> None:
    lines = at_seconds(0, 1.5)
    frames = frames_of(await items_of(a_replay(tmp_path, lines)))
    assert [(frame.position, frame.raw) for frame in frames] == list(enumerate(lines))
    assert [frame.received_at for frame in frames] == [NOON, NOON + 1.5 * SECOND]
    assert {frame.time_shift_seconds for frame in frames} == {0.0}


async def test_a_tick_stands_between_the_frames_before_and_after_its_second(
    tmp_path: Path,
) -> None:
    items = await items_of(a_replay(tmp_path, at_seconds(0.5, 1, 1.2, 3.7)))
    shown = [
        (item.at - NOON if isinstance(item, TickTime) else item.received_at - NOON) / SECOND
        for item in items
        if not isinstance(item, Unreadable)
    ]
    kinds = "".join("t" if isinstance(item, TickTime) else "f" for item in items)
    assert shown[:-1] == [0.5, 1, 1, 1.2, 2, 3, 3.7]
    assert kinds == "ftffttft"


async def test_no_chunk_is_longer_than_its_span(tmp_path: Path) -> None:
    replay = a_replay(tmp_path, at_seconds(*range(0, 60, 3)))
    async for chunk in replay.chunks(None):
        frames, ticks = frames_of(chunk), ticks_of(chunk)
        times = [*(frame.received_at for frame in frames), *ticks]
        assert not times or max(times) - min(times) <= CHUNK_SPAN


async def test_a_finished_past_ends_with_a_tick_90_seconds_on(tmp_path: Path) -> None:
    items = await items_of(a_replay(tmp_path, at_seconds(0, 0.5)))
    assert ticks_of(items) == [NOON + 90 * SECOND]
    assert isinstance(items[-1], TickTime)


async def test_a_long_silence_is_leapt_over_with_one_tick(tmp_path: Path) -> None:
    items = await items_of(a_replay(tmp_path, at_seconds(0, 5_000)))
    assert ticks_of(items) == [NOON + second * SECOND for second in (1, 2, 3, 4, 94, 5_090)]


def test_at_a_speed_a_silence_has_all_its_ticks(tmp_path: Path) -> None:
    frames = Frames(a_replay(tmp_path, at_seconds(0, 300)).recording, "r", 0.0)
    items = [item for chunk in timeline(frames, 0, 2, 20.0) for item in chunk.items]
    assert ticks_of(items) == [NOON + second * SECOND for second in range(1, 301)]


def test_at_real_time_a_frame_waits_a_fifth_of_a_second_at_most(tmp_path: Path) -> None:
    frames = Frames(a_replay(tmp_path, at_seconds(0, 0.1, 0.3, 7.05)).recording, "r", 0.0)
    for chunk in timeline(frames, 0, 4, 1.0):
        for frame in frames_of(chunk.items):
            assert timedelta() <= chunk.until - frame.received_at <= 0.2 * SECOND


@pytest.mark.parametrize(("speed", "first_at"), [(inf, -60), (1.0, 0), (4.0, -45), (0.5, 0)])
def test_shifted_to_now_the_last_frame_is_due_when_its_time_has_come(
    speed: float, first_at: float, tmp_path: Path
) -> None:
    replay = a_replay(tmp_path, at_seconds(0, 60), "now", speed)
    began = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
    shift = timedelta(seconds=replay.shift_seconds(began))
    assert NOON + shift == began + first_at * SECOND


async def test_unreadable_lines_come_first_with_the_positions_before_the_frames(
    tmp_path: Path,
) -> None:
    items = await items_of(a_replay(tmp_path, [*at_seconds(0), b"\xff one", b"\xfe two"]))
    first, second, frame = items[0], items[1], items[2]
    assert isinstance(first, Unreadable)
    assert isinstance(second, Unreadable)
    assert isinstance(frame, RawFrame)
    assert [first.position, second.position, frame.position] == [0, 1, 2]
    assert [first.raw, second.raw] == [b"\xff one", b"\xfe two"]


async def test_a_line_from_the_future_comes_last_and_moves_no_time(tmp_path: Path) -> None:
    stray = a_privmsg("late", sent_at=datetime(2099, 1, 1, tzinfo=UTC))
    items = await items_of(a_replay(tmp_path, [stray, *at_seconds(0, 1)]))
    assert frames_of(items)[-1].raw == stray
    assert ticks_of(items) == [NOON + SECOND, NOON + 91 * SECOND]


def test_a_recording_that_lies_in_the_future_is_refused(tmp_path: Path) -> None:
    lines = [a_privmsg(sent_at=datetime(2099, 1, 1, tzinfo=UTC))]
    with pytest.raises(ConfigurationError, match="lies in the future"):
        a_replay(tmp_path, lines)


async def test_it_goes_on_at_the_first_missing_frame_with_the_same_shift(tmp_path: Path) -> None:
    replay = a_replay(tmp_path, at_seconds(*range(10)))
    shifted = Frames(replay.recording, replay.name, 3600.0)
    resume = a_resume(shifted.frame(index) for index in (0, 1, 2, 4))
    frames = frames_of(await items_of(replay, resume))
    assert [frame.position for frame in frames] == [3, 4, 5, 6, 7, 8, 9]
    assert frames[0] == shifted.frame(3)


async def test_what_lies_far_before_the_tail_is_acknowledged(tmp_path: Path) -> None:
    count = CHUNK_ITEMS + 20
    replay = a_replay(tmp_path, at_seconds(*(index / 1000 for index in range(count))))
    frames = Frames(replay.recording, replay.name, 0.0)
    resume = a_resume(frames.frame(index) for index in (CHUNK_ITEMS + 3, CHUNK_ITEMS + 4))
    positions = [frame.position for frame in frames_of(await items_of(replay, resume))]
    assert positions == list(range(CHUNK_ITEMS + 5, count))


async def test_a_replay_that_was_done_sends_its_last_tick_again(tmp_path: Path) -> None:
    replay = a_replay(tmp_path, at_seconds(0, 1))
    first = await items_of(replay)
    again = await items_of(replay, a_resume(frames_of(first)))
    assert again == first[-1:]


async def test_a_recording_of_the_present_closes_with_a_tick_a_second() -> None:
    last = datetime.now(UTC) - 80 * SECOND
    ticks = ticks_of([item async for chunk in _close("r", last) for item in chunk])
    seconds = [last.replace(microsecond=0) + n * SECOND for n in range(1, len(ticks) + 1)]
    assert ticks == seconds
    assert ticks[-1] == last.replace(second=0, microsecond=0) + 72 * SECOND


def test_a_tick_sent_again_has_the_same_id_and_each_topic_its_own() -> None:
    time = TickTime("r", NOON)
    assert tick_of(time, "chat") == tick_of(time, "chat")
    assert tick_of(time, "chat").event_id != tick_of(time, "viewer").event_id


def test_a_run_is_named_by_file_time_and_channels(tmp_path: Path) -> None:
    path = write_recording(tmp_path / "a", at_seconds(0))
    copy = write_recording(tmp_path / "b", at_seconds(0))
    other = write_recording(tmp_path / "c", at_seconds(1))
    name = open_replay(path, (), "original", 1.0).family
    assert open_replay(copy, (), "original", inf).family == name
    assert open_replay(other, (), "original", 1.0).family != name
    assert open_replay(path, (), "now", 1.0).family != name
    assert open_replay(path, ("alpha",), "original", 1.0).family != name
