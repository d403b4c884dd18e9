"""The queries of docs/analytics.md, as they stand there, against a count in plain Python."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import sqrt
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from cli.project import ROOT
from contracts.events import ChatMessage, Event, Transaction, ViewerSample
from db.engine import Database
from insight.sentiment import score_sentiment
from tests.events import a_chat_message, a_record, send, ticks
from tests.spark.conftest import JobOn
from tests.spark.crowd import a_crowd

QUERY: Final = re.compile(r"### (.+?)\n.*?```sql\n(.*?)```", re.DOTALL)
SQL_BY_TITLE: Final = dict(QUERY.findall((ROOT / "docs/analytics.md").read_text()))

MINUTE, HOUR, DAY = (timedelta(seconds=n) for n in (60, 3600, 86_400))
CHATTER_MINUTES = dict[tuple[str, datetime, str], list[ChatMessage]]

Rows = list[dict[str, Any]]


def the_past_weeks(now: datetime) -> list[Event]:
    """Crowds on both sides of each query's range, and a channel whose chat bursts twice.

    The crowds fill nine minutes a stream, too few for a baseline: what bursts is known.
    """
    crowds = [(1, 40 * DAY, 60), (2, 10 * DAY, 60), (3, 2 * DAY, 180), (4, 3 * HOUR, 120)]
    crowds += [(5, 40 * MINUTE, 120)]
    events = [
        event
        for seed, ago, seconds in crowds
        for event in a_crowd(seed, start=now - ago, seconds=seconds, per_second=3)
    ]
    steady = [a_burst(now - 2 * DAY + i * MINUTE, 6) for i in range(11)]
    bursts = [a_burst(now - 2 * DAY + 11 * MINUTE, 90), a_burst(now - 30 * MINUTE, 60)]
    events += [message for minute in [*steady, *bursts] for message in minute]
    events += [a_chat_message(now - 3 * HOUR, "grump", text="I hate this") for _ in range(3)]
    return sorted(events, key=lambda event: event.occurred_at)


def a_burst(minute: datetime, messages: int) -> list[ChatMessage]:
    return [
        a_chat_message(minute + i * MINUTE / messages, f"fan{i % 7}", stream_id="pokimane")
        for i in range(messages)
    ]


async def test_the_queries_of_the_docs_give_what_is_counted_by_hand(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    events = the_past_weeks(now)
    await send(kafka, [*ticks(events[0].occurred_at), *map(a_record, events), *ticks(now)])
    with job_on(tmp_path / "checkpoint") as job:
        job.catch_up()
    found = {title: run(database, sql) for title, sql in SQL_BY_TITLE.items()}
    assert found.keys() == CHECKS.keys()
    for title, check in CHECKS.items():
        assert found[title], title
        check(found[title], events, now)


def run(database: Database, sql: str) -> Rows:
    with psycopg.connect(database.conninfo, row_factory=dict_row) as connection:
        return connection.execute(sql.encode()).fetchall()


def check_top_chatters(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    counted = Counter(login for _, _, login in chatter_minutes(events, now - HOUR))
    assert_is_top(rows, "username", "message_count", counted, 10)


def check_top_chatters_by_messages(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    counted = Counter(message.login for message in said(events, now - HOUR))
    assert_is_top(rows, "username", "message_count", counted, 10)


def check_top_emotes(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    favourites = map(favourite, chatter_minutes(events, now - DAY).values())
    counted = Counter(emote for emote in favourites if emote)
    assert_is_top(rows, "emote", "usage_count", counted, 20)


def check_top_emotes_by_uses(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    counted = Counter(e.code for message in said(events, now - DAY) for e in message.emotes)
    assert_is_top(rows, "emote", "usage_count", counted, 20)


def check_viewer_trends(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    samples = defaultdict(list)
    for event in events:
        if isinstance(event, ViewerSample) and event.occurred_at > now - 7 * DAY:
            hour = event.occurred_at.replace(minute=0, second=0, microsecond=0)
            samples[hour, event.stream_id].append(event.viewer_count)
    assert {
        (row["hour"], row["stream_id"]): (
            round(row["avg_viewers"], 9),
            row["peak_viewers"],
            row["min_viewers"],
        )
        for row in rows
    } == {
        key: (round(Decimal(sum(counts)) / len(counts), 9), max(counts), min(counts))
        for key, counts in samples.items()
    }
    assert [row["hour"] for row in rows] == sorted((row["hour"] for row in rows), reverse=True)


def check_anomalies(rows: Rows, _: Sequence[Event], now: datetime) -> None:
    """The burst of two days ago is too old to be seen, and no part of the usual 6."""
    (row,) = rows
    metadata = row.pop("metadata")
    assert row == {
        "timestamp": now - 30 * MINUTE,
        "stream_id": "pokimane",
        "moment_type": "chat_spike",
        "description": "Chat rose to 60 messages in a minute, 10.0 times the usual 6.",
        "severity": "critical",
    }
    assert metadata["observed"] == 60
    assert metadata["baseline"] == 6
    assert metadata["score"] == round(54 / sqrt(6), 4)


def check_hours_of_day(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    by_hour = defaultdict(list)
    for (_, minute, _), messages in chatter_minutes(events, now - 7 * DAY).items():
        by_hour[minute.hour].append(len(messages))
    assert [
        (row["hour_of_day"], round(row["avg_messages"], 9), row["sample_count"]) for row in rows
    ] == [
        (hour, round(Decimal(sum(counts)) / len(counts), 9), len(counts))
        for hour, counts in sorted(by_hour.items())
    ]


def check_revenue(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    bought = defaultdict(list)
    for event in events:
        if isinstance(event, Transaction) and event.occurred_at > now - 30 * DAY:
            bought[event.stream_id].append(event)
    cents = {name: [t.quantity for t in own if t.amount] for name, own in bought.items()}
    assert {
        row["stream_id"]: (
            row["transaction_count"],
            row["total_revenue"],
            round(row["avg_transaction"], 9),
        )
        for row in rows
    } == {
        name: (
            len(bought[name]),
            Decimal(sum(own)) / 100,
            round(Decimal(sum(own)) / 100 / len(own), 9),
        )
        for name, own in cents.items()
    }
    revenues = [row["total_revenue"] for row in rows]
    assert revenues == sorted(revenues, reverse=True)


def check_sentiment(rows: Rows, events: Sequence[Event], now: datetime) -> None:
    counted = Counter(
        (stream_id, category(messages))
        for (stream_id, _, _), messages in chatter_minutes(events, now - DAY).items()
    )
    assert [(row["stream_id"], row["sentiment_category"], row["count"]) for row in rows] == sorted(
        (*key, count) for key, count in counted.items()
    )
    assert {row["sentiment_category"] for row in rows} == {"Positive", "Neutral", "Negative"}


CHECKS: Final[dict[str, Callable[[Rows, Sequence[Event], datetime], None]]] = {
    "Top Chatters (Last Hour)": check_top_chatters,
    "Top Chatters by Messages (Last Hour)": check_top_chatters_by_messages,
    "Top Emotes (Last 24 Hours)": check_top_emotes,
    "Top Emotes by Uses (Last 24 Hours)": check_top_emotes_by_uses,
    "Viewer Trends (Hourly Average)": check_viewer_trends,
    "Detected Anomalies (Recent)": check_anomalies,
    "Chat Activity by Hour of Day": check_hours_of_day,
    "Revenue by Stream (Transactions)": check_revenue,
    "Sentiment Distribution": check_sentiment,
}


def said(events: Iterable[Event], after: datetime) -> list[ChatMessage]:
    return [e for e in events if isinstance(e, ChatMessage) and e.occurred_at > after]


def chatter_minutes(events: Iterable[Event], after: datetime) -> CHATTER_MINUTES:
    """The messages of each chatter in each minute of each stream."""
    found: CHATTER_MINUTES = defaultdict(list)
    for message in said(events, after):
        minute = message.occurred_at.replace(second=0, microsecond=0)
        found[message.stream_id, minute, message.login].append(message)
    return found


def favourite(messages: Iterable[ChatMessage]) -> str | None:
    uses = Counter(emote.code for message in messages for emote in message.emotes)
    return min(uses, key=lambda code: (-uses[code], code), default=None)


def category(messages: Sequence[ChatMessage]) -> str:
    mean = sum(score_sentiment(message.text) for message in messages) / len(messages)
    return "Positive" if mean > 0.5 else "Negative" if mean < -0.5 else "Neutral"


def assert_is_top(rows: Rows, name: str, count: str, counted: Counter[str], length: int) -> None:
    """The rows are the most common, most first; among equals any may be shown."""
    shown: list[tuple[Hashable, int]] = [(row[name], row[count]) for row in rows]
    assert [number for _, number in shown] == [n for _, n in counted.most_common(length)]
    assert set(shown) <= set(counted.items())
    assert len(set(shown)) == len(shown)
