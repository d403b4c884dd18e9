import base64
from contextlib import suppress
from datetime import timedelta

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import MessageSizeTooLargeError

from contracts.events import DeadLetter, RawFrame
from contracts.topics import (
    CHAT,
    DEAD_LETTER,
    DEAD_LETTER_OF_PRODUCER,
    EVENT_TOPICS,
    STREAM_META,
    TRANSACTIONS,
    TWITCH_EVENTS,
    VIEWER,
)
from producer.publish import open_publisher
from producer.resume import find_dead, find_resume
from producer.source import CHUNK_ITEMS, Item, TickTime, Unreadable
from producer.tally import Tally
from tests.frames import NOON, a_clearchat, a_helix_object, a_privmsg, a_raid, a_raw_frame, a_sub
from tests.producer.log import Logged, read_frames, read_log

LINES = (
    a_privmsg("Cheer5 hi", {"bits": "5"}, channel="alpha"),
    a_privmsg("hello", channel="beta"),
    a_sub(channel="beta"),
    a_raid(channel="alpha"),
    a_helix_object(channel="beta"),
    a_clearchat(channel="alpha"),
)


def frames(count: int, source: str = "test") -> list[Item]:
    return [
        a_raw_frame(
            a_privmsg(str(index), sent_at=NOON + timedelta(milliseconds=index)),
            source=source,
            position=index,
            received_at=NOON + timedelta(milliseconds=index),
        )
        for index in range(count)
    ]


async def publish(kafka: str, items: list[Item]) -> Tally:
    async with open_publisher(kafka, await find_dead(kafka)) as publisher:
        return await publisher.send(items)


def keys_of(log: list[Logged]) -> list[str]:
    return [record.key for record in log]


async def test_each_event_goes_to_its_topic_under_its_stream(kafka: str) -> None:
    items: list[Item] = [a_raw_frame(raw, position=n) for n, raw in enumerate(LINES)]
    tally = await publish(kafka, items)
    assert keys_of(await read_log(kafka, CHAT)) == ["alpha", "beta"]
    assert keys_of(await read_log(kafka, TRANSACTIONS)) == ["alpha", "beta"]
    assert keys_of(await read_log(kafka, STREAM_META)) == ["alpha", "beta"]
    assert keys_of(await read_log(kafka, VIEWER)) == ["beta"]
    assert tally.events == {CHAT: 2, TRANSACTIONS: 2, STREAM_META: 2, VIEWER: 1}
    assert (tally.frames, tally.ignored, tally.dead) == (6, {"CLEARCHAT": 1}, 0)


async def test_the_recording_holds_every_frame_as_it_came(kafka: str) -> None:
    items = [a_raw_frame(raw, position=n) for n, raw in enumerate([*LINES, "nonsense"])]
    await publish(kafka, [*items])
    assert await read_frames(kafka) == items


async def test_a_tick_goes_to_each_topic(kafka: str) -> None:
    await publish(kafka, [TickTime("test", NOON)])
    for topic in EVENT_TOPICS:
        (tick,) = await read_log(kafka, topic)
        assert (tick.key, tick.occurred_at) == ("*", NOON)


async def test_what_cannot_be_read_is_a_dead_letter_with_its_place_and_bytes(kafka: str) -> None:
    raw = b"\xff\xfe"
    items: list[Item] = [
        Unreadable("test", 0, "not UTF-8", raw),
        a_raw_frame("nonsense é", position=1),
    ]
    tally = await publish(kafka, items)
    log = await read_log(kafka, DEAD_LETTER, DEAD_LETTER_OF_PRODUCER)
    letters = [DeadLetter.model_validate_json(record.value) for record in log]
    assert [(letter.source, letter.position) for letter in letters] == [("test", 0), ("test", 1)]
    assert [base64.b64decode(letter.raw_base64) for letter in letters] == [
        raw,
        "nonsense é".encode(),
    ]
    assert letters[0].reason == "not UTF-8"
    assert tally.dead == 2


async def test_a_dead_letter_is_sent_once_over_restarts(kafka: str) -> None:
    for _ in range(2):
        await publish(kafka, [a_raw_frame("nonsense", position=7)])
    assert len(await read_log(kafka, DEAD_LETTER, DEAD_LETTER_OF_PRODUCER)) == 1


async def test_the_largest_frame_and_the_largest_bytes_fit(kafka: str) -> None:
    text = "\x01" * 100_000
    items: list[Item] = [a_raw_frame(text), Unreadable("test", 1, "too long", b"x" * 9_000_000)]
    await publish(kafka, items)
    assert [frame.raw for frame in await read_frames(kafka)] == [text]
    log = await read_log(kafka, DEAD_LETTER, DEAD_LETTER_OF_PRODUCER)
    assert "of 9000000 bytes the first" in DeadLetter.model_validate_json(log[1].value).reason


async def test_an_event_that_is_larger_than_a_record_is_a_dead_letter(kafka: str) -> None:
    emotes = "25:" + ",".join(["0-0"] * 25_000)
    frame = a_raw_frame(a_privmsg("K", {"emotes": emotes}))
    assert (await publish(kafka, [frame])).dead == 1
    assert await read_frames(kafka) == [frame]
    (letter,) = await read_log(kafka, DEAD_LETTER, DEAD_LETTER_OF_PRODUCER)
    assert "a record holds at most" in DeadLetter.model_validate_json(letter.value).reason
    assert await read_log(kafka, CHAT) == []


async def test_no_raw_frame_is_sent_before_its_events_are_acknowledged(kafka: str) -> None:
    await refuse_large_records(kafka, CHAT)
    with pytest.raises(MessageSizeTooLargeError):
        await publish(kafka, [a_raw_frame(a_privmsg("x" * 3_000))])
    assert await read_frames(kafka) == []


async def test_a_chunk_of_many_items_is_acknowledged_in_parts(kafka: str) -> None:
    items = frames(CHUNK_ITEMS + 500)
    assert (await publish(kafka, items)).frames == len(items)
    assert await read_frames(kafka) == items
    chat = await read_log(kafka, CHAT)
    raw = await read_log(kafka, TWITCH_EVENTS)
    assert raw[CHUNK_ITEMS - 1].appended_at <= chat[CHUNK_ITEMS].appended_at


async def test_an_empty_log_has_nothing_to_go_on_from(kafka: str) -> None:
    assert await find_resume(kafka, "test") is None
    assert await find_dead(kafka) == frozenset()


async def test_the_tail_tells_where_the_last_run_stopped(kafka: str) -> None:
    sent = frames(10)
    await publish(kafka, sent)
    resume = await find_resume(kafka, "test")
    assert resume is not None
    assert [resume.first, resume.last] == [sent[0], sent[-1]]
    assert resume.acknowledged == {("test", position) for position in range(10)}
    assert await find_resume(kafka, "other") is None


async def test_a_run_is_found_behind_many_records_of_another(kafka: str) -> None:
    await publish(kafka, frames(3, "mine"))
    await publish(kafka, frames(2 * CHUNK_ITEMS + 5, "theirs"))
    mine = await find_resume(kafka, "mine")
    assert mine is not None
    assert isinstance(mine.last, RawFrame)
    assert mine.last.position == 2


async def test_only_as_much_of_the_tail_is_read_as_a_chunk_can_leave_open(kafka: str) -> None:
    await publish(kafka, frames(5 * CHUNK_ITEMS))
    resume = await find_resume(kafka, "test")
    assert resume is not None
    assert len(resume.acknowledged) == 2 * CHUNK_ITEMS


async def refuse_large_records(kafka: str, topic: str) -> None:
    """Make the broker refuse records of 3 kB in a topic; comes back when it does."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        small = {"max.message.bytes": "1000"}
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, small)])
    finally:
        await admin.close()
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        with suppress(MessageSizeTooLargeError):
            while True:
                await producer.send_and_wait(topic, b"x" * 3_000)
