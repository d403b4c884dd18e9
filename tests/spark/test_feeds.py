"""What is told after each commit: numbered without a hole, and equal to what is stored."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from contracts.derived import StreamMinute
from contracts.events import ChatMessage, Event
from contracts.metrics import METRIC_BY_SLUG
from db.engine import Database
from tests.events import NOON, a_chat_message, a_record, a_stream_meta, send, ticks
from tests.spark.conftest import JobOn
from tests.spark.crowd import a_crowd
from tests.spark.derived import Feeds, read_feeds, tops, tops_of
from tests.spark.test_accounting import with_ticks
from tests.spark.test_moments import a_burst, a_quiet_minute

SECOND = timedelta(seconds=1)
CLOSING = NOON + 390 * SECOND


def stored(database: Database, table: str) -> list[dict[str, Any]]:
    with psycopg.connect(database.conninfo, row_factory=dict_row) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - ours


def told_minutes(feeds: Feeds) -> list[StreamMinute]:
    return [r.data for feed, of in feeds.items() if feed.startswith("metrics:") for r in of]


async def run_in_parts(job_on: JobOn, kafka: str, checkpoint: Path, parts: list[Any]) -> None:
    with job_on(checkpoint) as job:
        for part in parts:
            await send(kafka, part)
            job.catch_up()


async def test_what_is_told_last_of_a_minute_is_what_is_stored(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    records = with_ticks(a_crowd(31))
    third = len(records) // 3
    parts = [records[:third], records[third : 2 * third], records[2 * third :], ticks(CLOSING)]
    await run_in_parts(job_on, kafka, tmp_path / "checkpoint", parts)

    feeds = await read_feeds(kafka)

    assert tops_of(feeds) == tops(database)
    newest = {(m.stream_id, m.timestamp): m for m in told_minutes(feeds)}
    rows = [row for row in stored(database, "stream_minute") if row["stream_id"] != "*"]
    assert len(newest) == len(rows)
    for row in rows:
        minute = newest[row["stream_id"], row["timestamp"]]
        assert (minute.is_final, minute.revision) == (row["is_final"], row["revision"])
        assert minute.watermark == row["watermark"]
        assert minute.metrics == {slug: _number(row[slug]) for slug in METRIC_BY_SLUG}
    _is_told_final_once(told_minutes(feeds))


def _number(value: Any) -> Any:  # noqa: ANN401 - whatever the column holds
    return float(value) if isinstance(value, Decimal) else value


def _is_told_final_once(minutes: list[StreamMinute]) -> None:
    final: set[tuple[str, datetime]] = set()
    for minute in minutes:
        key = (minute.stream_id, minute.timestamp)
        assert key not in final
        if minute.is_final:
            final.add(key)
    assert final


async def test_sentiment_counts_every_message_by_its_label(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    said = [a_chat_message(NOON + i * SECOND, text=text) for i, text in enumerate(TEXTS)]
    await run_in_parts(job_on, kafka, tmp_path / "c", [[*ticks(NOON), *map(a_record, said)]])

    (record,) = (await read_feeds(kafka))["sentiment:xqc"]

    window = record.data
    assert (window.positive, window.neutral, window.negative) == (2, 1, 1)
    assert window.mean == stored(database, "stream_minute")[-1]["sentiment_score"]


TEXTS = ("I love it", "amazing", "the", "so boring")


async def test_a_leaderboard_holds_the_last_hour_of_its_stream(
    job_on: JobOn, kafka: str, tmp_path: Path
) -> None:
    early = [a_chat_message(NOON - timedelta(minutes=61), "gone", stream_id="xqc")]
    crowd = [*early, *a_crowd(32, seconds=60)]
    await run_in_parts(job_on, kafka, tmp_path / "c", [[*map(a_record, crowd), *ticks(NOON)]])

    board = (await read_feeds(kafka))["chatters:xqc"][-1].data

    counts = Counter(
        e.login for e in crowd[1:] if isinstance(e, ChatMessage) and e.stream_id == "xqc"
    )
    expected = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:50]
    assert [(c.login, c.message_count) for c in board.chatters] == expected
    assert [c.rank for c in board.chatters] == list(range(1, len(expected) + 1))
    assert board.chatters[0].share == counts.most_common(1)[0][1] / counts.total()
    assert board.chatters[0].display_name == board.chatters[0].login.title()
    assert (board.start, board.end) == (NOON - timedelta(minutes=59), NOON + 60 * SECOND)


async def test_the_streams_of_a_batch_are_told_as_they_are_now(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    first: list[Event] = [a_stream_meta(title="One"), a_chat_message(stream_id="ninja")]
    then = [a_chat_message(NOON + 70 * SECOND)]
    parts = [[*ticks(NOON), *map(a_record, first)], list(map(a_record, then))]
    await run_in_parts(job_on, kafka, tmp_path / "c", parts)

    records = (await read_feeds(kafka))["streams:*"]

    assert [[s.stream_id for s in r.data.streams] for r in records] == [["ninja", "xqc"], ["xqc"]]
    now = records[-1].data.streams[0]
    assert (now.title, now.live, now.last_seen_at) == ("One", True, NOON + 70 * SECOND)
    assert now.minute.timestamp == NOON + 60 * SECOND
    assert records[-1].newest_event_at == NOON + 70 * SECOND
    assert stored(database, "batch_ledger")[-1]["newest_event_at"] == NOON + 70 * SECOND


async def test_a_moment_is_told_in_its_streams_feed_and_in_that_over_all(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    quiet = [e for i in range(12) for e in a_quiet_minute(NOON + i * 60 * SECOND, "xqc")]
    burst = a_burst(NOON + 12 * 60 * SECOND)
    parts = [with_ticks([*quiet, *burst]), ticks(NOON + timedelta(minutes=15))]
    await run_in_parts(job_on, kafka, tmp_path / "c", parts)

    feeds = await read_feeds(kafka)

    (moment,) = stored(database, "moments")
    assert [record.data.model_dump() for record in feeds["moments:xqc"]] == [moment]
    assert [record.data.model_dump() for record in feeds["moments:*"]] == [moment]


async def test_a_replayed_batch_tells_nothing_new(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    checkpoint = tmp_path / "checkpoint"
    await run_in_parts(job_on, kafka, checkpoint, [with_ticks(a_crowd(33, seconds=30))])
    told, rows = tops(database), stored(database, "stream_minute")
    for commit in (checkpoint / "commits").iterdir():
        # As after a kill between the writer's commit and Spark's own.
        commit.unlink()

    await run_in_parts(job_on, kafka, checkpoint, [[]])

    assert tops(database) == told
    assert stored(database, "stream_minute") == rows
