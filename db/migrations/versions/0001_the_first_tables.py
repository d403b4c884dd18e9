"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_ledger",
        sa.Column("checkpoint_id", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offsets", JSONB(), nullable=False),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", JSONB(), nullable=False),
        sa.Column("first_minute", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_minute", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outbox", JSONB(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("checkpoint_id", "batch_id"),
    )
    op.create_index("ix_batch_ledger_committed_at", "batch_ledger", ["committed_at"], unique=False)
    op.create_index(
        "ix_batch_ledger_unpublished",
        "batch_ledger",
        ["committed_at"],
        unique=False,
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.create_table(
        "chat_summary_minute",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("message_count", sa.BigInteger(), nullable=False),
        sa.Column("emote_count", sa.BigInteger(), nullable=False),
        sa.Column("emote", sa.Text(), nullable=True),
        sa.Column("sentiment_score", sa.Double(), nullable=False),
        sa.Column("subscriber_months", sa.BigInteger(), nullable=True),
        sa.Column("is_first_time", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "timestamp", "username"),
    )
    op.create_index(
        "ix_chat_summary_minute_timestamp", "chat_summary_minute", ["timestamp"], unique=False
    )
    op.create_table(
        "chatter_emote_minute",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("emote", sa.Text(), nullable=False),
        sa.Column("usage_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "timestamp", "username", "emote"),
    )
    op.create_index(
        "ix_chatter_emote_minute_timestamp", "chatter_emote_minute", ["timestamp"], unique=False
    )
    op.create_table(
        "chatters",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login"),
    )
    op.create_table(
        "detector_state",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("state", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id"),
    )
    op.create_table(
        "emote_minute",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("emote", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("usage_count", sa.BigInteger(), nullable=False),
        sa.Column("chatter_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "timestamp", "emote", "provider"),
    )
    op.create_index("ix_emote_minute_timestamp", "emote_minute", ["timestamp"], unique=False)
    op.create_table(
        "emotes",
        sa.Column("emote", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("emote_id", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("emote", "provider"),
    )
    op.create_table(
        "feeds",
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("feed"),
    )
    op.create_table(
        "moments",
        sa.Column("moment_id", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moment_type", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("peaked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("metadata", JSONB(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("moment_id"),
    )
    op.create_index(
        "ix_moments_stream_id_timestamp", "moments", ["stream_id", "timestamp"], unique=False
    )
    op.create_index("ix_moments_timestamp", "moments", ["timestamp"], unique=False)
    op.create_table(
        "stream_bucket",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_count", sa.BigInteger(), nullable=False),
        sa.Column("emote_count", sa.BigInteger(), nullable=False),
        sa.Column("sentiment_score", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("stream_id", "timestamp"),
    )
    op.create_index("ix_stream_bucket_timestamp", "stream_bucket", ["timestamp"], unique=False)
    op.create_table(
        "stream_minute",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_count", sa.BigInteger(), nullable=False),
        sa.Column("message_count", sa.BigInteger(), nullable=False),
        sa.Column("chat_rate", sa.Double(), nullable=False),
        sa.Column("unique_chatters", sa.BigInteger(), nullable=False),
        sa.Column("viewer_count", sa.Double(), nullable=True),
        sa.Column("viewer_last", sa.BigInteger(), nullable=True),
        sa.Column("viewer_peak", sa.BigInteger(), nullable=True),
        sa.Column("transaction_count", sa.BigInteger(), nullable=False),
        sa.Column("revenue", sa.Numeric(precision=16, scale=4), nullable=False),
        sa.Column("sentiment_score", sa.Double(), nullable=True),
        sa.Column("emote_count", sa.BigInteger(), nullable=False),
        sa.Column("first_time_chatters", sa.BigInteger(), nullable=False),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("stream_id", "timestamp"),
    )
    op.create_index(
        "ix_stream_minute_open",
        "stream_minute",
        ["timestamp"],
        unique=False,
        postgresql_where=sa.text("is_final = false"),
    )
    op.create_index("ix_stream_minute_timestamp", "stream_minute", ["timestamp"], unique=False)
    op.create_table(
        "streams",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("live", sa.Boolean(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meta_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("stream_id"),
    )
    op.create_table(
        "transactions",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=16, scale=4), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("stream_id", "event_id"),
    )
    op.create_index(
        "ix_transactions_stream_id_timestamp",
        "transactions",
        ["stream_id", "timestamp"],
        unique=False,
    )
    op.create_index("ix_transactions_timestamp", "transactions", ["timestamp"], unique=False)
    op.create_table(
        "viewer_timeseries",
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewer_count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stream_id", "event_id"),
    )
    op.create_index(
        "ix_viewer_timeseries_stream_id_timestamp",
        "viewer_timeseries",
        ["stream_id", "timestamp"],
        unique=False,
    )
    op.create_index(
        "ix_viewer_timeseries_timestamp", "viewer_timeseries", ["timestamp"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_viewer_timeseries_timestamp", table_name="viewer_timeseries")
    op.drop_index("ix_viewer_timeseries_stream_id_timestamp", table_name="viewer_timeseries")
    op.drop_table("viewer_timeseries")
    op.drop_index("ix_transactions_timestamp", table_name="transactions")
    op.drop_index("ix_transactions_stream_id_timestamp", table_name="transactions")
    op.drop_table("transactions")
    op.drop_table("streams")
    op.drop_index("ix_stream_minute_timestamp", table_name="stream_minute")
    op.drop_index(
        "ix_stream_minute_open",
        table_name="stream_minute",
        postgresql_where=sa.text("is_final = false"),
    )
    op.drop_table("stream_minute")
    op.drop_index("ix_stream_bucket_timestamp", table_name="stream_bucket")
    op.drop_table("stream_bucket")
    op.drop_index("ix_moments_timestamp", table_name="moments")
    op.drop_index("ix_moments_stream_id_timestamp", table_name="moments")
    op.drop_table("moments")
    op.drop_table("feeds")
    op.drop_table("emotes")
    op.drop_index("ix_emote_minute_timestamp", table_name="emote_minute")
    op.drop_table("emote_minute")
    op.drop_table("detector_state")
    op.drop_table("chatters")
    op.drop_index("ix_chatter_emote_minute_timestamp", table_name="chatter_emote_minute")
    op.drop_table("chatter_emote_minute")
    op.drop_index("ix_chat_summary_minute_timestamp", table_name="chat_summary_minute")
    op.drop_table("chat_summary_minute")
    op.drop_index(
        "ix_batch_ledger_unpublished",
        table_name="batch_ledger",
        postgresql_where=sa.text("published_at IS NULL"),
    )
    op.drop_index("ix_batch_ledger_committed_at", table_name="batch_ledger")
    op.drop_table("batch_ledger")
