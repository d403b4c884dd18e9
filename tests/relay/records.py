"""Builders of derived records, and their way into Kafka."""

from collections.abc import Iterable
from datetime import datetime

from aiokafka import AIOKafkaProducer

from contracts.derived import Derived, StreamMinute
from contracts.feeds import TOPIC_BY_KIND, FeedKind
from relay.record import Record, read_record
from tests.events import NOON

FEED = "metrics:xqc"
EPOCH = "0123456789abcdef"


def a_value(
    seq: int, feed: str = FEED, epoch: str = EPOCH, newest_event_at: datetime | None = NOON
) -> bytes:
    """A derived record as it stands in Kafka."""
    minute = StreamMinute(
        stream_id=feed.split(":")[1],
        timestamp=NOON,
        is_final=False,
        revision=seq,
        watermark=None,
        metrics={"message_count": seq},
    )
    record = Derived[StreamMinute](
        feed=feed,
        epoch=epoch,
        seq=seq,
        emitted_at=NOON,
        newest_event_at=newest_event_at,
        data=minute,
    )
    return record.model_dump_json().encode()


def a_record(seq: int, feed: str = FEED, epoch: str = EPOCH) -> Record:
    """A derived record as the relay has read it."""
    return read_record(a_value(seq, feed, epoch))


async def send(kafka: str, *seqs: int, feed: str = FEED, epoch: str = EPOCH) -> None:
    """Publish the feed's records of these numbers, in this order."""
    await send_values(kafka, (a_value(seq, feed, epoch) for seq in seqs), feed)


async def send_values(kafka: str, values: Iterable[bytes | None], feed: str = FEED) -> None:
    """Publish these bytes to the feed's topic, whatever they are."""
    topic = TOPIC_BY_KIND[FeedKind(feed.split(":", maxsplit=1)[0])]
    async with AIOKafkaProducer(bootstrap_servers=kafka, acks="all") as producer:
        for value in values:
            await producer.send(topic, value, key=feed.encode())
        await producer.flush()
