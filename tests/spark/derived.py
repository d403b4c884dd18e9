"""What the derived topics hold, checked as it is read."""

from collections import defaultdict
from typing import Any

import orjson
import psycopg

from contracts.derived import PAYLOAD_BY_KIND, Derived
from contracts.events import Payload
from contracts.feeds import DERIVED_TOPICS, TOPIC_BY_KIND, Cursor, FeedKind
from db.engine import Database
from tests.spark.test_accounting import read_topic

Feeds = dict[str, list[Derived[Any]]]
"""The records of each feed, each once, in the order of their numbers."""


async def read_feeds(kafka: str) -> Feeds:
    """Every feed, contiguous from 1 in one epoch; a record that is there again says the same."""
    feeds: dict[str, dict[int, bytes]] = defaultdict(dict)
    epochs: dict[str, set[str]] = defaultdict(set)
    for topic in DERIVED_TOPICS:
        for value in await read_topic(kafka, topic, 0):
            wire = orjson.loads(value)
            feed, seq = wire["feed"], wire["seq"]
            assert TOPIC_BY_KIND[FeedKind(feed.partition(":")[0])] == topic
            assert feeds[feed].setdefault(seq, value) == value
            # A number may come again, but none before the one that precedes it.
            assert seq == 1 or seq - 1 in feeds[feed]
            epochs[feed].add(wire["epoch"])
    assert all(len(epoch) == 1 for epoch in epochs.values())
    return {feed: [_record(feed, of[seq]) for seq in sorted(of)] for feed, of in feeds.items()}


def _record(feed: str, value: bytes) -> Derived[Payload]:
    payload: Any = PAYLOAD_BY_KIND[FeedKind(feed.partition(":")[0])]
    record: Derived[Payload] = Derived[payload].model_validate_json(value)
    return record


def tops(database: Database) -> dict[str, Cursor]:
    """What the table `feeds` says of each."""
    with psycopg.connect(database.conninfo) as connection:
        rows = connection.execute("SELECT feed, epoch, seq FROM feeds").fetchall()
    return {feed: Cursor(epoch, seq) for feed, epoch, seq in rows}


def tops_of(feeds: Feeds) -> dict[str, Cursor]:
    """The same, by the records."""
    return {feed: Cursor(of[-1].epoch, of[-1].seq) for feed, of in feeds.items()}
