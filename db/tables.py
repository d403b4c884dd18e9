"""The tables, their keys and their indexes.

Every primary key is derived from the events, and every value is absolute, so writing the same batch
twice changes nothing. Times are UTC. `timestamp` is the start of a window, or the moment itself.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Double,
    Index,
    MetaData,
    Numeric,
    Table,
    Text,
)
from sqlalchemy import false as sql_false
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import TypeEngine

from contracts.metrics import METRICS, Metric, Number

metadata: Final = MetaData()

_COLUMN_TYPES: Final[dict[Number, TypeEngine[Any]]] = {
    Number.WHOLE: BigInteger(),
    Number.REAL: Double(),
    Number.MONEY: Numeric(16, 4),
}


def _time(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, DateTime(timezone=True), primary_key=key, nullable=null)


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[Any]:
    return Column(name, Text, primary_key=key, nullable=null)


def _count(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, BigInteger, nullable=null)


def _metric(metric: Metric) -> Column[Any]:
    return Column(metric.slug, _COLUMN_TYPES[metric.number], nullable=not metric.is_zero_when_quiet)


streams: Final = Table(
    "streams",
    metadata,
    _text("stream_id", key=True),
    _text("channel"),
    _text("title", null=True),
    _text("category", null=True),
    _text("language", null=True),
    Column("live", Boolean),
    _time("started_at", null=True),
    _time("last_seen_at"),
    # When the newest StreamMeta that is in this row happened: an older one changes nothing.
    _time("meta_at", null=True),
)

chatters: Final = Table(
    "chatters",
    metadata,
    _text("login", key=True),
    _text("display_name"),
    _time("seen_at"),
)

emotes: Final = Table(
    "emotes",
    metadata,
    _text("emote", key=True),
    _text("provider", key=True),
    _text("emote_id"),
    _time("seen_at"),
)

chat_summary_minute: Final = Table(
    "chat_summary_minute",
    metadata,
    _text("stream_id", key=True),
    _time("timestamp", key=True),
    _text("username", key=True),
    _count("message_count"),
    _count("emote_count"),
    _text("emote", null=True),
    Column("sentiment_score", Double, nullable=False),
    _count("subscriber_months", null=True),
    Column("is_first_time", Boolean, nullable=False),
    Index("ix_chat_summary_minute_timestamp", "timestamp"),
)

stream_minute: Final = Table(
    "stream_minute",
    metadata,
    _text("stream_id", key=True),
    _time("timestamp", key=True),
    _count("event_count"),
    *(_metric(metric) for metric in METRICS),
    Column("is_final", Boolean, nullable=False),
    _count("revision"),
    # The watermark of the batch that wrote the row last; null before the first one.
    _time("watermark", null=True),
    Index("ix_stream_minute_timestamp", "timestamp"),
    Index("ix_stream_minute_open", "timestamp", postgresql_where=Column("is_final") == sql_false()),
)

stream_bucket: Final = Table(
    "stream_bucket",
    metadata,
    _text("stream_id", key=True),
    _time("timestamp", key=True),
    _count("message_count"),
    _count("emote_count"),
    Column("sentiment_score", Double),
    Index("ix_stream_bucket_timestamp", "timestamp"),
)

chatter_emote_minute: Final = Table(
    "chatter_emote_minute",
    metadata,
    _text("stream_id", key=True),
    _time("timestamp", key=True),
    _text("username", key=True),
    _text("emote", key=True),
    _count("usage_count"),
    Index("ix_chatter_emote_minute_timestamp", "timestamp"),
)

emote_minute: Final = Table(
    "emote_minute",
    metadata,
    _text("stream_id", key=True),
    _time("timestamp", key=True),
    _text("emote", key=True),
    _text("provider", key=True),
    _count("usage_count"),
    _count("chatter_count"),
    Index("ix_emote_minute_timestamp", "timestamp"),
)

viewer_timeseries: Final = Table(
    "viewer_timeseries",
    metadata,
    _text("stream_id", key=True),
    _text("event_id", key=True),
    _time("timestamp"),
    _count("viewer_count"),
    Index("ix_viewer_timeseries_stream_id_timestamp", "stream_id", "timestamp"),
    Index("ix_viewer_timeseries_timestamp", "timestamp"),
)

transactions: Final = Table(
    "transactions",
    metadata,
    _text("stream_id", key=True),
    _text("event_id", key=True),
    _time("timestamp"),
    _text("username", null=True),
    _text("display_name", null=True),
    _text("recipient", null=True),
    _text("kind"),
    _count("quantity"),
    _text("tier", null=True),
    Column("amount", Numeric(16, 4)),
    _text("currency", null=True),
    Index("ix_transactions_stream_id_timestamp", "stream_id", "timestamp"),
    Index("ix_transactions_timestamp", "timestamp"),
)

moments: Final = Table(
    "moments",
    metadata,
    _text("moment_id", key=True),
    _text("stream_id"),
    _time("timestamp"),
    _text("moment_type"),
    _text("description"),
    _text("severity"),
    _text("status"),
    _time("started_at"),
    _time("peaked_at"),
    _time("ended_at", null=True),
    # score, baseline, observed, contributors, sample_messages, cause: see insight.moments.
    Column("metadata", JSONB, nullable=False),
    _count("revision"),
    Index("ix_moments_stream_id_timestamp", "stream_id", "timestamp"),
    Index("ix_moments_timestamp", "timestamp"),
)

detector_state: Final = Table(
    "detector_state",
    metadata,
    _text("stream_id", key=True),
    Column("state", JSONB, nullable=False),
)

feeds: Final = Table(
    "feeds",
    metadata,
    _text("feed", key=True),
    _text("epoch"),
    _count("seq"),
)

batch_ledger: Final = Table(
    "batch_ledger",
    metadata,
    _text("checkpoint_id", key=True),
    Column("batch_id", BigInteger, primary_key=True, autoincrement=False),
    _time("committed_at"),
    # {topic: {partition: [first, end]}}: the batch read `first` up to, not including, `end`.
    Column("offsets", JSONB, nullable=False),
    _time("watermark", null=True),
    # {late, duplicates, dead}: events of this batch that were not aggregated, by why.
    Column("counts", JSONB, nullable=False),
    # The minutes that the batch's events fell in; null for a batch that changed no window.
    _time("first_minute", null=True),
    _time("last_minute", null=True),
    # The newest event that the batch counted, ticks aside; null where it counted none.
    _time("newest_event_at", null=True),
    # [[topic, partition, key, value]]: what is to be published after the commit.
    Column("outbox", JSONB, nullable=False),
    _time("published_at", null=True),
    Index("ix_batch_ledger_committed_at", "committed_at"),
    # Every batch asks for what is unpublished, which is nearly nothing of a long ledger.
    Index(
        "ix_batch_ledger_unpublished",
        "committed_at",
        postgresql_where=Column("published_at").is_(None),
    ),
)

api_keys: Final = Table(
    "api_keys",
    metadata,
    _text("name", key=True),
    # The first characters of the key, by which a person knows it again.
    _text("prefix"),
    # SHA-256 of the whole key, in hex: 256 random bits need no slower hash.
    Column("hash", Text, nullable=False, unique=True),
    Column("scopes", ARRAY(Text), nullable=False),
    _time("created_at"),
    # To the minute; null until it is used.
    _time("last_used_at", null=True),
    _time("revoked_at", null=True),
)
