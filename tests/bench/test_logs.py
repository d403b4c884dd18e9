from aiokafka import AIOKafkaProducer

from bench.feeder import a_minute
from bench.histories import read_logs
from contracts.derived import Derived, StreamMinute
from contracts.events import to_json
from contracts.feeds import Cursor
from contracts.topics import DERIVED_METRICS
from tests.events import NOON

EPOCH = "0123456789abcdef"


def a_record(feed: str, seq: int) -> bytes:
    return to_json(
        Derived[StreamMinute](
            feed=feed,
            epoch=EPOCH,
            seq=seq,
            emitted_at=NOON,
            newest_event_at=NOON,
            data=a_minute(NOON, revision=seq),
        )
    )


async def test_a_feeds_log_holds_each_record_once_however_often_it_was_published(
    kafka: str,
) -> None:
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for feed, seq in (("metrics:xqc", 1), ("metrics:xqc", 2), ("metrics:ninja", 1)) * 2:
            await producer.send_and_wait(DERIVED_METRICS, a_record(feed, seq), feed.encode())
    logs = await read_logs(kafka)
    minute = NOON.isoformat()[:19]
    assert logs["metrics:xqc"] == {Cursor(EPOCH, 1): (minute, 1), Cursor(EPOCH, 2): (minute, 2)}
    assert list(logs["metrics:ninja"]) == [Cursor(EPOCH, 1)]
