from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from math import sqrt
from statistics import mean, pstdev

import pytest

from contracts.events import (
    ChatMessage,
    Event,
    FrameFormat,
    RawFrame,
    TransactionKind,
    ViewerSample,
)
from producer.parse import parse
from producer.sources.happenings import HISTORY_SECONDS, Kind, Plan
from producer.sources.simulation import Simulation

CHANNELS = ("xqc", "shroud", "pokimane", "ninja", "summit1g")
ORIGIN = 1_704_542_421
START = ORIGIN // 60 * 60 - HISTORY_SECONDS


def a_simulation(
    seed: int = 1, origin: int = ORIGIN, rate: float | None = None, interval: float = 1.0
) -> Simulation:
    return Simulation(Plan(seed, CHANNELS, origin), interval, rate, "simulator:test:0")


@lru_cache
def history(seed: int = 1) -> list[RawFrame]:
    simulation = a_simulation(seed)
    return [frame for second in range(START, ORIGIN) for frame in simulation.frames(second)]


@lru_cache
def history_events(seed: int = 1) -> list[Event]:
    return [event for frame in history(seed) for _, event in parse(frame).events]


def messages_a_minute(events: Iterable[Event], stream_id: str) -> list[int]:
    """Of the whole minutes of the history, the oldest first."""
    counts = Counter(
        int(event.occurred_at.timestamp()) // 60
        for event in events
        if isinstance(event, ChatMessage) and event.stream_id == stream_id
    )
    return [counts[minute] for minute in range(START // 60, ORIGIN // 60)]


def score(counts: list[int], index: int) -> float:
    """How far a minute stands above those before it, in deviations no smaller than chance's."""
    before = counts[:index]
    return (counts[index] - mean(before)) / max(pstdev(before), sqrt(mean(before)))


def test_a_second_alone_equals_the_second_of_a_run() -> None:
    in_a_run = [frame for frame in history() if frame.position // 1_000_000 == START + 600]
    assert a_simulation().frames(START + 600) == in_a_run


def test_another_seed_is_another_world() -> None:
    assert a_simulation(2).frames(ORIGIN) != a_simulation(1).frames(ORIGIN)


def test_positions_and_times_only_rise_and_stay_in_their_second() -> None:
    frames = history()
    positions = [frame.position for frame in frames]
    assert positions == sorted(set(positions))
    times = [frame.received_at for frame in frames]
    assert times == sorted(times)
    assert all(
        int(frame.received_at.timestamp()) == frame.position // 1_000_000 for frame in frames
    )


def test_every_frame_can_be_read() -> None:
    results = [parse(frame) for frame in history()]
    assert [result.error for result in results if result.error] == []
    ignored = Counter(result.ignored for result in results if result.ignored)
    assert {"PING", "CLEARCHAT", "submysterygift"} <= set(ignored)


def test_the_events_of_a_topic_and_stream_have_ids_of_their_own() -> None:
    places = Counter((type(event), event.stream_id, event.event_id) for event in history_events())
    assert max(places.values()) == 1


def test_chat_has_all_that_chat_has() -> None:
    messages = [event for event in history_events() if isinstance(event, ChatMessage)]
    by_id = {message.event_id: message for message in messages}
    assert any(message.is_first_message for message in messages)
    assert any(message.subscriber_months for message in messages)
    assert any(message.bits for message in messages)
    assert any(
        message.display_name.lower() != message.login.replace("_", "") for message in messages
    )
    assert any(not message.text.isascii() and message.emotes for message in messages)
    replies = [message for message in messages if message.reply_to]
    parents = [by_id[reply.reply_to or ""] for reply in replies if reply.reply_to in by_id]
    assert len(parents) > len(replies) * 0.9


def test_emotes_stand_where_their_code_is() -> None:
    for event in history_events():
        if isinstance(event, ChatMessage):
            for emote in event.emotes:
                assert event.text[emote.start : emote.end + 1] == emote.code
                assert " " not in emote.code


def test_a_few_chatters_write_a_lot_and_many_a_little() -> None:
    logins = Counter(
        event.login
        for event in history_events()
        if isinstance(event, ChatMessage) and event.stream_id == "xqc"
    )
    assert logins.most_common(1)[0][1] > 50
    assert sum(count == 1 for count in logins.values()) > 500


def test_five_channels_chat_20_to_40_times_a_second_in_all() -> None:
    messages = sum(isinstance(event, ChatMessage) for event in history_events())
    assert 20 < messages / (ORIGIN - START) < 40


@pytest.mark.parametrize("seed", [1, 2])
def test_each_channel_s_history_has_one_burst_inside_one_minute(seed: int) -> None:
    minutes = set()
    for stream_id in CHANNELS:
        counts = messages_a_minute(history_events(seed), stream_id)
        burst = Plan(seed, CHANNELS, ORIGIN).burst_of_history(stream_id)
        assert 40 <= burst.ended_at - burst.started_at <= 60
        assert burst.started_at // 60 == (burst.ended_at - 1) // 60
        assert 5 <= ORIGIN // 60 - burst.started_at // 60 <= 15
        minutes.add(burst.started_at // 60)
        usual = sorted(counts)[len(counts) // 2]
        assert counts[(burst.started_at - START) // 60] >= 4 * usual
        alarms = [index for index in range(10, len(counts)) if score(counts, index) >= 3.0]
        assert alarms == [(burst.started_at - START) // 60]
    assert len(minutes) == len(CHANNELS)


def test_viewers_are_sampled_once_an_interval() -> None:
    for interval, expected in ((1.0, 60), (5.0, 12), (0.25, 240), (7.0, 8.5)):
        simulation = a_simulation(interval=interval)
        frames = [
            frame for second in range(ORIGIN, ORIGIN + 60) for frame in simulation.frames(second)
        ]
        samples = Counter(f.stream_id for f in frames if f.format is FrameFormat.HELIX)
        assert set(samples) == set(CHANNELS)
        assert all(abs(count - expected) <= 0.5 for count in samples.values())


def test_channels_are_of_very_different_size() -> None:
    means = {
        stream_id: mean(
            event.viewer_count
            for event in history_events()
            if isinstance(event, ViewerSample) and event.stream_id == stream_id
        )
        for stream_id in CHANNELS
    }
    assert max(means.values()) > 5 * min(means.values())


@pytest.mark.parametrize("rate", [20.0, 400.0, 2_000.0])
def test_a_rate_is_the_events_a_second_of_the_live_part(rate: float) -> None:
    simulation = a_simulation(rate=rate)
    seconds = range(ORIGIN, ORIGIN + 15)
    frames = [frame for second in seconds for frame in simulation.frames(second)]
    events = sum(len(parse(frame).events) for frame in frames) + 4 * len(seconds)
    assert events / len(seconds) == pytest.approx(rate, rel=0.1)


def test_a_rate_leaves_the_history_as_it_is() -> None:
    assert a_simulation(rate=5_000).frames(ORIGIN - 1) == a_simulation().frames(ORIGIN - 1)


def find_live(kind: Kind) -> tuple[Simulation, int, int, str]:
    """The first happening of a kind after the history: the world, its start, end and stream."""
    simulation = a_simulation()
    for second in range(ORIGIN, ORIGIN + 86_400, 60):
        for happening in simulation.plan.beginning(second, second + 60):
            if happening.kind is kind:
                return simulation, happening.started_at, happening.ended_at, happening.stream_id
    raise AssertionError(f"a day without a {kind}")


def events_of(simulation: Simulation, seconds: range, stream_id: str) -> list[Event]:
    frames = [frame for second in seconds for frame in simulation.frames(second)]
    return [e for f in frames for _, e in parse(f).events if e.stream_id == stream_id]


def test_a_raid_brings_viewers_and_greetings() -> None:
    simulation, start, end, stream_id = find_live(Kind.RAID)
    before = events_of(simulation, range(start - 40, start), stream_id)
    during = events_of(simulation, range(start, end), stream_id)
    raids = [event for event in during if getattr(event, "raid_from", None)]
    assert len(raids) == 1

    def viewers(events: list[Event]) -> list[int]:
        return [event.viewer_count for event in events if isinstance(event, ViewerSample)]

    assert min(viewers(during)[-10:]) > mean(viewers(before))

    def chat(events: list[Event]) -> int:
        return sum(isinstance(event, ChatMessage) for event in events)

    assert chat(during) > 2 * chat(before)


def test_a_gift_bomb_gives_as_many_gifts_as_it_announces() -> None:
    simulation, start, end, stream_id = find_live(Kind.GIFT_BOMB)
    announced = {
        happening.kind: int(happening.strength)
        for happening in simulation.plan.on(stream_id, start)
    }[Kind.GIFT_BOMB]
    events = events_of(simulation, range(start, end), stream_id)
    gifts = [e for e in events if getattr(e, "kind", None) is TransactionKind.GIFT]
    assert announced <= len(gifts) <= announced + 2


def test_an_emote_storm_is_mostly_its_emote() -> None:
    simulation, start, end, stream_id = find_live(Kind.EMOTE_STORM)
    texts = [
        event.text
        for event in events_of(simulation, range(start, end), stream_id)
        if isinstance(event, ChatMessage)
    ]
    word, count = Counter(word for text in texts for word in set(text.split())).most_common(1)[0]
    assert word.startswith(stream_id[:5])
    assert count > 0.5 * len(texts)


def test_viewers_leave_in_a_viewer_drop() -> None:
    simulation, start, end, stream_id = find_live(Kind.VIEWER_DROP)
    samples = [
        event.viewer_count
        for event in events_of(simulation, range(start - 5, end), stream_id)
        if isinstance(event, ViewerSample)
    ]
    assert samples[-1] < 0.8 * samples[0]
