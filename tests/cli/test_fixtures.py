"""The fixtures give real, clean servers."""

import psycopg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from redis.asyncio import Redis

from contracts.topics import CHAT
from db.engine import Database


@pytest.mark.parametrize("attempt", [1, 2])
async def test_each_test_gets_a_migrated_database_of_its_own(
    database: Database, attempt: int
) -> None:
    with psycopg.connect(database.conninfo) as connection:
        assert connection.execute("SELECT count(*) FROM feeds").fetchone() == (0,)
        connection.execute("INSERT INTO feeds VALUES ('a', 'b', %s)", [attempt])


@pytest.mark.parametrize("attempt", [1, 2])
async def test_each_test_gets_empty_topics_in_broker_time(kafka: str, attempt: int) -> None:
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        sent = await producer.send_and_wait(CHAT, str(attempt).encode(), timestamp_ms=1)
    async with AIOKafkaConsumer(bootstrap_servers=kafka) as consumer:
        end = await consumer.end_offsets([TopicPartition(CHAT, 0)])
    assert end == {TopicPartition(CHAT, 0): 1}
    assert sent.timestamp > 1


@pytest.mark.parametrize("attempt", [1, 2])
async def test_each_test_gets_an_empty_valkey(valkey: tuple[str, int], attempt: int) -> None:
    async with Redis(host=valkey[0], port=valkey[1]) as client:
        assert await client.dbsize() == 0
        await client.set("a", attempt)
