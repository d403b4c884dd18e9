from dataclasses import replace
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from contracts.topics import CHAT, DEAD_LETTER, EVENT_TOPICS, VIEWER
from graphql_api.accounting import account_for, lags_of
from graphql_api.broker import Broker
from graphql_api.queries.ledger import LedgerSide, ledger_side
from graphql_api.resources import Resources
from graphql_api.schema import schema
from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import a_batch, a_minute, minute_at

PIPELINE = """{
  pipeline {
    watermark newestWindowAt lastBatchAt freshnessSeconds deadLetters
    topics { topic endOffset readOffset lag }
    accounting {
      produced aggregated late duplicates dead inFlight residual reason unparsedFrames
    }
  }
}"""


def _ends(chat: int, *, unread: int = 0, unparsed: int = 0) -> dict[str, dict[int, int]]:
    return {
        **{topic: {0: 0} for topic in EVENT_TOPICS},
        CHAT: {0: chat},
        DEAD_LETTER: {0: unread, 1: unparsed},
    }


async def _ledger(resources: Resources) -> LedgerSide:
    return await ledger_side(resources.engine)


async def test_every_event_is_accounted_for(resources: Resources, store: Store) -> None:
    await store(
        a_minute(0, event_count=70),
        a_minute(0, "*", event_count=10),
        a_batch(0, ends={CHAT: 60}, late=3, dead=1),
        a_batch(1, ends={CHAT: 90}, late=2, duplicates=4),
    )

    found = account_for(await _ledger(resources), _ends(97, unparsed=5))

    assert (found.produced, found.aggregated, found.in_flight) == (97, 80, 7)
    assert (found.late, found.duplicates, found.dead) == (5, 4, 1)
    assert (found.residual, found.reason, found.unparsed_frames) == (0, None, 5)


async def test_what_was_lost_is_the_residual(resources: Resources, store: Store) -> None:
    await store(a_minute(0, event_count=88), a_batch(0, ends={CHAT: 90}))

    assert account_for(await _ledger(resources), _ends(90)).residual == 2


async def test_before_the_first_batch_everything_is_in_flight(resources: Resources) -> None:
    found = account_for(await _ledger(resources), _ends(12))

    assert (found.produced, found.in_flight, found.residual) == (12, 12, 0)


async def test_a_replaced_checkpoint_has_no_residual_but_a_reason(
    resources: Resources, store: Store
) -> None:
    await store(
        a_batch(0, ends={CHAT: 5}),
        a_batch(1, ends={CHAT: 9}),
        a_batch(0, ends={CHAT: 9}, checkpoint_id="second", committed_at=minute_at(7)),
        a_batch(1, ends={CHAT: 12}, checkpoint_id="second", committed_at=minute_at(8)),
    )

    found = account_for(await _ledger(resources), _ends(12))

    assert (found.produced, found.in_flight, found.residual) == (12, 0, None)
    assert found.reason == (
        "the checkpoint was replaced at 2024-01-06T12:07:00+00:00; "
        "counts of two checkpoints overlap"
    )


async def test_the_lag_is_by_topic_and_over_its_partitions(
    resources: Resources, store: Store
) -> None:
    await store(a_batch(0, offsets={VIEWER: {"0": [0, 4], "1": [2, 5]}}))
    ends = {**_ends(3), VIEWER: {0: 6, 1: 5}}

    lags = {lag.topic: lag for lag in lags_of(await _ledger(resources), ends)}

    assert (lags[VIEWER].end_offset, lags[VIEWER].read_offset, lags[VIEWER].lag) == (11, 9, 2)
    assert (lags[CHAT].end_offset, lags[CHAT].read_offset, lags[CHAT].lag) == (3, 0, 3)


async def test_without_kafka_its_side_is_null_and_the_ledgers_stays(ask: Ask, store: Store) -> None:
    await store(a_minute(3, event_count=2), a_batch(0, ends={CHAT: 2}, watermark=minute_at(4)))

    pipeline = (await ask(PIPELINE))["pipeline"]

    assert pipeline["accounting"] == {
        "produced": None,
        "aggregated": 2,
        "late": 0,
        "duplicates": 0,
        "dead": 0,
        "inFlight": None,
        "residual": None,
        "reason": "Kafka does not answer",
        "unparsedFrames": None,
    }
    assert pipeline["topics"][0] == {
        "topic": "chat",
        "endOffset": None,
        "readOffset": 2,
        "lag": None,
    }
    assert pipeline["watermark"] == "2024-01-06T12:04:00Z"
    assert pipeline["newestWindowAt"] == "2024-01-06T12:03:00Z"
    assert pipeline["lastBatchAt"] == "2024-01-06T12:00:00Z"
    assert pipeline["freshnessSeconds"] > 0
    assert pipeline["deadLetters"] is None


async def test_an_empty_pipeline_answers(ask: Ask) -> None:
    pipeline = (await ask(PIPELINE))["pipeline"]

    assert pipeline["watermark"] is None
    assert pipeline["freshnessSeconds"] is None
    assert pipeline["accounting"]["aggregated"] == 0


@pytest.fixture
async def with_kafka(resources: Resources, kafka: str) -> Any:
    with_kafka = replace(resources, broker=Broker(kafka))
    yield with_kafka
    await with_kafka.broker.close()


async def _send(kafka: str, topic: str, count: int, partition: int = 0) -> None:
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for _ in range(count):
            await producer.send_and_wait(topic, b"{}", partition=partition)


async def test_kafka_says_what_was_produced(
    with_kafka: Resources, kafka: str, store: Store
) -> None:
    await store(a_minute(0, event_count=2), a_batch(0, ends={CHAT: 2}))
    await _send(kafka, CHAT, 3)
    await _send(kafka, VIEWER, 1)
    await _send(kafka, DEAD_LETTER, 2, partition=1)

    result = await schema.execute(PIPELINE, context_value={"resources": with_kafka})

    assert result.data is not None
    pipeline = result.data["pipeline"]
    assert pipeline["accounting"] == {
        "produced": 4,
        "aggregated": 2,
        "late": 0,
        "duplicates": 0,
        "dead": 0,
        "inFlight": 2,
        "residual": 0,
        "reason": None,
        "unparsedFrames": 2,
    }
    assert pipeline["deadLetters"] == 2


async def test_counts_beyond_32_bits_are_whole(ask: Ask, store: Store) -> None:
    await store(a_minute(0, event_count=2**40))

    pipeline = (await ask(PIPELINE))["pipeline"]

    assert pipeline["accounting"]["aggregated"] == 2**40
