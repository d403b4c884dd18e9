"""Whatever lies in a topic, the job goes on and accounts for it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from contracts.events import to_json
from contracts.topics import CHAT, STREAM_META, TRANSACTIONS, VIEWER
from db.engine import Database
from tests.events import (
    NOON,
    Record,
    a_chat_message,
    a_record,
    a_stream_meta,
    a_transaction,
    a_viewer_sample,
    an_emote,
    send,
    ticks,
)
from tests.spark.conftest import JobOn
from tests.spark.test_accounting import read_counts

MESSAGE: dict[str, Any] = json.loads(to_json(a_chat_message(emotes=[an_emote()])))


def chat(**changes: Any) -> Record:  # noqa: ANN401 - JSON of any kind
    return CHAT, b"xqc", json.dumps(MESSAGE | changes).encode()


UNREADABLE: list[Record] = [
    (CHAT, b"xqc", b"\x00\x01\x02"),
    (CHAT, b"xqc", b"[" * 5_000),
    (CHAT, b"xqc", b'"only text"'),
    (CHAT, b"xqc", b"x" * 900_000),
    chat(login="\x00"),
    (CHAT, b"xqc", to_json(a_chat_message(text="lone")).replace(b"lone", rb"\ud800 lone")),
    chat(bits=10**30),
    chat(bits=1.5),
    chat(occurred_at="yesterday"),
    chat(occurred_at="-0044-03-15T00:00:00Z"),
    chat(occurred_at="9999-12-31T23:59:59Z"),
    chat(emotes=[None]),
    chat(emotes=[{"code": None}]),
    chat(emotes="Kappa"),
    chat(stream_id="*x"),
    (VIEWER, b"xqc", to_json(a_viewer_sample()).replace(b":100", b":-1")),
    (TRANSACTIONS, b"xqc", to_json(a_transaction()).replace(b'"amount":1.0', b'"amount":NaN')),
    (TRANSACTIONS, b"xqc", to_json(a_transaction()).replace(b'"bits"', b'"stolen"')),
    (STREAM_META, b"xqc", to_json(a_stream_meta()).replace(b"true", b'"perhaps"')),
]

ODD_BUT_READABLE: list[Record] = [
    a_record(a_chat_message(login='a"b,c\\.\n', text='\\. "\n,')),
    a_record(a_chat_message(display_name="\u202e日本 🎉", text="\ufffe \u200b")),
    a_record(a_transaction(display_name="'; DROP TABLE streams; --")),
    a_record(a_stream_meta(title='{"a": "\\\\u0000"}')),
]


async def test_nothing_that_a_record_can_hold_stops_the_job(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    last = a_chat_message(NOON + timedelta(seconds=30), login="last")
    with job_on(tmp_path / "checkpoint") as job:
        await send(kafka, [*ticks(NOON), *UNREADABLE, *ODD_BUT_READABLE])
        job.catch_up()
        await send(kafka, [a_record(last), *ticks(NOON + timedelta(seconds=90))])
        job.catch_up()
    assert read_counts(database) == {
        "aggregated": len(ODD_BUT_READABLE) + 1 + 8,
        "late": 0,
        "duplicates": 0,
        "dead": len(UNREADABLE),
    }
    with psycopg.connect(database.conninfo) as connection:
        stored = connection.execute("SELECT username FROM chat_summary_minute").fetchall()
    assert {name for (name,) in stored} == {'a"b,c\\.\n', "ann", "last"}
