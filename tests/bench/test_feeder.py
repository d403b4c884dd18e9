import json
from typing import Any

import psycopg
from redis.asyncio import Redis

from bench.feeder import Feeder, Pace
from contracts.derived import Derived, StreamMinute
from contracts.redis_names import LOG_RECORD, feed_channel, log_key
from db.engine import Database


async def test_what_is_fed_is_in_the_log_on_the_channel_and_in_postgresql(
    database: Database, valkey: tuple[str, int]
) -> None:
    feeder = Feeder(database, valkey[1])
    await feeder.start()
    async with Redis(host=valkey[0], port=valkey[1]) as redis, redis.pubsub() as listener:
        await listener.subscribe(feed_channel(feeder.feed))
        await feeder.feed_at(Pace(0, 3))
        await feeder.stop()
        with psycopg.connect(database.conninfo) as connection:
            rows = connection.execute("SELECT feed, epoch, seq FROM feeds").fetchall()
        ((feed, epoch, top),) = rows
        log: Any = await redis.xrange(log_key(feed, epoch))
        heard: list[Any] = []
        while len(heard) < 3:
            message = await listener.get_message(ignore_subscribe_messages=True, timeout=5)
            heard += [message["data"]] if message else []
    assert (feed, top) == (feeder.feed, 3)
    assert [entry_id for entry_id, _ in log] == [b"1-0", b"2-0", b"3-0"]
    records = [fields[LOG_RECORD.encode()] for _, fields in log]
    assert records == heard
    minute = Derived[StreamMinute].model_validate_json(records[-1])
    assert (minute.seq, minute.data.revision) == (3, 3)
    assert json.loads(records[-1])["data"]["metrics"]["message_count"] == 1_234
