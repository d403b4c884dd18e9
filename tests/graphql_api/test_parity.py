"""GraphQL, REST and `WS /live` say the same of the same rows, field by field."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry.utils.str_converters import to_camel_case
from websockets.asyncio.client import connect

from contracts.metrics import METRICS, Metric, Number
from db.engine import Database
from graphql_api.types.moment import MomentStatus, MomentType, Severity
from tests.graphql_api.conftest import Store
from tests.graphql_api.pipeline import EPOCH, Pipeline
from tests.graphql_api.rows import a_stream, minute_at
from tests.graphql_api.served import Api, served

Values = dict[str, Any]

_INT_MAXIMUM: Final = 2**31 - 1
_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_COUNTS: Final = st.integers(0, _INT_MAXIMUM)
_EXACT: Final = 2.0**53
"""Above, a JSON number in PostgreSQL is a whole number that no float of GraphQL can be."""

_REALS: Final = st.floats(-_EXACT, _EXACT)
_CENTS: Final = st.integers(0, 10**9).map(lambda cents: cents / 100)
_TIMES: Final = st.datetimes(
    datetime(1970, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2199, 12, 31),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
_NUMBERS: Final = {Number.WHOLE: _COUNTS, Number.REAL: _REALS, Number.MONEY: _CENTS}


def _of(metric: Metric) -> st.SearchStrategy[Any]:
    number = _NUMBERS[metric.number]
    return number if metric.is_zero_when_quiet else st.none() | number


MINUTES: Final[st.SearchStrategy[Values]] = st.fixed_dictionaries(
    {metric.slug: _of(metric) for metric in METRICS}
    | {"is_final": st.booleans(), "revision": _COUNTS, "watermark": st.none() | _TIMES}
)
_PARTS: Final = st.fixed_dictionaries(
    {
        "emotes": st.lists(st.fixed_dictionaries({"emote": _TEXT, "usage_count": _COUNTS})),
        "chatters": st.lists(st.fixed_dictionaries({"login": _TEXT, "message_count": _COUNTS})),
        "terms": st.lists(st.fixed_dictionaries({"term": _TEXT, "chatter_count": _COUNTS})),
    }
)
_MESSAGES: Final = st.fixed_dictionaries(
    {
        "login": _TEXT,
        "display_name": _TEXT,
        "text": _TEXT,
        "occurred_at": _TIMES.map(lambda at: at.isoformat().replace("+00:00", "Z")),
    }
)
MOMENTS: Final[st.SearchStrategy[Values]] = st.fixed_dictionaries(
    {
        "moment_type": st.sampled_from([kind.value for kind in MomentType]),
        "severity": st.sampled_from([severity.value for severity in Severity]),
        "status": st.sampled_from([status.value for status in MomentStatus]),
        "description": _TEXT,
        "started_at": _TIMES,
        "peaked_at": _TIMES,
        "ended_at": st.none() | _TIMES,
        "metadata": st.fixed_dictionaries(
            {
                "score": _REALS,
                "baseline": _REALS,
                "observed": _REALS,
                "contributors": _PARTS,
                "sample_messages": st.lists(_MESSAGES, max_size=3),
                "cause": st.none() | _TEXT,
            }
        ),
    }
)
STREAMS: Final[st.SearchStrategy[Values]] = st.fixed_dictionaries(
    {
        "channel": _TEXT,
        "title": st.none() | _TEXT,
        "category": st.none() | _TEXT,
        "language": st.none() | _TEXT,
        "live": st.none() | st.booleans(),
        "started_at": st.none() | _TIMES,
        "last_seen_at": _TIMES,
    }
)


@dataclass(frozen=True)
class Story:
    """A stream, and what it has at each minute after noon."""

    stream: Values
    minutes: dict[int, Values]
    moments: list[Values]


_AT: Final = st.integers(0, 59)
STORIES: Final = st.builds(
    Story,
    STREAMS,
    st.dictionaries(_AT, MINUTES, min_size=1, max_size=4),
    st.lists(MOMENTS, min_size=1, max_size=3),
)

_QUERY: Final = """
    query ($id: ID!) {
      stream(id: $id) {
        stream_id: id channel title category language live
        started_at: startedAt last_seen_at: lastSeenAt
      }
      metrics(streamId: $id) {
        timestamp is_final: isFinal revision watermark METRICS
      }
      moments(streamId: $id, first: 100) { edges { node {
        moment_id: id timestamp stream_id: streamId moment_type: type description severity status
        started_at: startedAt peaked_at: peakedAt ended_at: endedAt
        score baseline observed cause
        contributors {
          emotes { emote usage_count: usageCount }
          chatters { login message_count: messageCount }
          terms { term chatter_count: chatterCount }
        }
        sample_messages: sampleMessages {
          login display_name: displayName text occurred_at: occurredAt
        }
      } } }
    }
""".replace("METRICS", " ".join(f"{each.slug}: {to_camel_case(each.slug)}" for each in METRICS))

_WHY: Final = ("score", "baseline", "observed", "cause", "contributors", "sample_messages")
_ENUMS: Final = ("moment_type", "severity", "status")


def _moment_row(node: Values) -> Values:
    """The moment as its table has it."""
    why = {name: node.pop(name) for name in _WHY}
    return node | {name: node[name].lower() for name in _ENUMS} | {"metadata": why}


@dataclass(frozen=True)
class Said:
    """What one of the three says, each in rising order."""

    minutes: list[Any]
    moments: list[Any]


async def _graphql(client: httpx.AsyncClient, stream_id: str) -> tuple[Any, Said]:
    question = {"query": _QUERY, "variables": {"id": stream_id}}
    answer = (await client.post("/graphql", json=question)).json()
    assert "errors" not in answer, answer
    data = answer["data"]
    minutes = [window | {"stream_id": stream_id} for window in data["metrics"]]
    moments = [_moment_row(edge["node"]) for edge in data["moments"]["edges"]]
    return data["stream"], Said(minutes, moments[::-1])


async def _rest(client: httpx.AsyncClient, stream_id: str) -> tuple[Any, Said]:
    streams = (await client.get("/streams", params={"limit": 1000})).json()
    (stream,) = [row for row in streams if row["stream_id"] == stream_id]
    minutes, moments = [
        (await client.get(f"/streams/{stream_id}/{what}")).json() for what in ("metrics", "moments")
    ]
    return stream, Said(minutes, moments)


async def _live(api: Api, stream_id: str, count: int) -> Said:
    query = f"?after_metrics={EPOCH}.0&after_moments={EPOCH}.0"
    async with asyncio.timeout(20), connect(api.live(stream_id, query)) as socket:
        messages = [json.loads(await socket.recv()) for _ in range(count)]
    minutes, moments = (
        [message["data"] for message in messages if message["type"] == kind]
        for kind in ("metrics", "moment")
    )
    return Said(minutes, moments)


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


_names: Final = count()


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=STORIES)
async def test_all_three_say_the_same(
    api: Api, pipeline: Pipeline, store: Store, story: Story
) -> None:
    stream_id = f"s{next(_names)}"
    await store(a_stream(stream_id, **story.stream))
    for at, minute in sorted(story.minutes.items()):
        await pipeline.minute(at, stream_id, **minute)
    for number, moment in enumerate(story.moments):
        await pipeline.moment(f"{stream_id}-{number}", max(story.minutes), stream_id, **moment)

    async with httpx.AsyncClient(base_url=api.http, timeout=20) as client:
        graphql_stream, graphql = await _graphql(client, stream_id)
        rest_stream, rest = await _rest(client, stream_id)
    live = await _live(api, stream_id, len(story.minutes) + len(story.moments))

    assert graphql_stream == rest_stream
    assert graphql == rest == live
    assert [row["timestamp"] for row in rest.minutes] == [
        f"{minute_at(at):%Y-%m-%dT%H:%M:%SZ}" for at in sorted(story.minutes)
    ]
    for row, (_, values) in zip(rest.minutes, sorted(story.minutes.items()), strict=True):
        assert {metric.slug: row[metric.slug] for metric in METRICS} == {
            metric.slug: values[metric.slug] for metric in METRICS
        }
