"""The rows that all arms answer from: 100 streams, one of them with a day of minutes."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import psycopg

from db.engine import Database

STREAMS: Final = 100
STREAM: Final = "s000"
END: Final = datetime(2024, 1, 6, 12, tzinfo=UTC)
DAY: Final = timedelta(days=1)

_STREAMS: Final = """
INSERT INTO streams (stream_id, channel, title, category, language, live, last_seen_at)
SELECT 's' || to_char(n, 'FM000'), 'S' || n, 'Title ' || n, 'Chess', 'en', true, %(end)s
FROM generate_series(0, %(streams)s - 1) AS n
"""
_MINUTES: Final = """
INSERT INTO stream_minute (
  stream_id, timestamp, event_count, message_count, chat_rate, unique_chatters, viewer_count,
  viewer_last, viewer_peak, transaction_count, revenue, sentiment_score, emote_count,
  first_time_chatters, positive_messages, negative_messages, is_final, revision, watermark)
SELECT 's' || to_char(n, 'FM000'), %(end)s - m * interval '1 minute', 100 + m, m %% 97, m %% 97, 20,
  n * 10 + m %% 50 + 0.25, n * 10, n * 10 + 60, 1, 1.5, (m %% 21 - 10) / 10.0, m %% 31,
  1, 3, 2, true, 2, %(end)s
FROM generate_series(0, %(streams)s - 1) AS n, generate_series(1, 1440) AS m
WHERE n = 0 OR m <= 60
"""
_CHATTERS: Final = """
INSERT INTO chat_summary_minute (
  stream_id, timestamp, username, message_count, emote_count, sentiment_score, is_first_time)
SELECT 's' || to_char(n, 'FM000'), %(end)s - m * interval '1 minute', 'user' || c, 1 + c %% 7, 1,
  0.5, false
FROM generate_series(0, %(streams)s - 1) AS n, generate_series(1, 60) AS m,
  generate_series(1, 20) AS c
"""
_MOMENTS: Final = """
INSERT INTO moments (
  moment_id, stream_id, timestamp, moment_type, description, severity, status, started_at,
  peaked_at, ended_at, revision, metadata)
SELECT 'm' || n || '-' || k, 's' || to_char(n, 'FM000'), %(end)s - k * interval '9 minutes',
  'chat_spike', 'Chat went wild.', 'medium', 'closed', %(end)s - k * interval '9 minutes',
  %(end)s - k * interval '8 minutes', %(end)s - k * interval '7 minutes', 1,
  '{"score": 4.5, "baseline": 20.0, "observed": 90.0}'
FROM generate_series(0, %(streams)s - 1) AS n, generate_series(1, 4) AS k
"""
_BATCH: Final = """
INSERT INTO batch_ledger (checkpoint_id, batch_id, committed_at, offsets, watermark, counts, outbox)
VALUES ('bench', 1, %(end)s, '{}', %(end)s, '{"late": 0, "duplicates": 0, "dead": 0}', '[]')
"""


def fill(database: Database) -> None:
    """Write the rows into the empty, migrated tables."""
    told: dict[str, Any] = {"end": END, "streams": STREAMS}
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        for statement in (_STREAMS, _MINUTES, _CHATTERS, _MOMENTS, _BATCH):
            connection.execute(statement, told)
        connection.execute("ANALYZE")


QUESTIONS: Final = {
    "now-card": """query Card($id: ID!, $from: DateTime, $to: DateTime) {
  stream(id: $id) { id channel title category live }
  metrics(streamId: $id, from: $from, to: $to) {
    timestamp isFinal viewerCount chatRate uniqueChatters sentimentScore transactionCount
  }
}""",
    "24 h x 6 series": """query Day($ids: [ID!]!, $dayAgo: DateTime, $to: DateTime) {
  series(streamIds: $ids, from: $dayAgo, to: $to, step: MINUTE, metrics: [
    MESSAGE_COUNT, CHAT_RATE, VIEWER_COUNT, SENTIMENT_SCORE, EMOTE_COUNT, TRANSACTION_COUNT
  ]) { streamId metric unit timestamps values }
}""",
    "100 streams, nested": """query Board {
  streams(first: 100, orderBy: VIEWERS) { edges { node {
    id channel live
    topChatters(first: 10) { rank login messageCount share }
    moments(first: 3) { edges { node { id type severity description } } }
  } } }
}""",
}
"""What is asked, by what it is called in the table."""

VARIABLES: Final = {
    "id": STREAM,
    "ids": [STREAM],
    "from": (END - timedelta(minutes=1)).isoformat(),
    "dayAgo": (END - DAY).isoformat(),
    "to": END.isoformat(),
}
