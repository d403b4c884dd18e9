"""Feeds: how messages felt, counted by label, and how far a batch reached in time."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LABELS = ("positive_messages", "negative_messages")


def upgrade() -> None:
    for label in LABELS:
        # Minutes that were counted before labels were have none.
        op.add_column(
            "stream_minute", sa.Column(label, sa.BigInteger(), nullable=False, server_default="0")
        )
        op.alter_column("stream_minute", label, server_default=None)
    op.add_column(
        "batch_ledger", sa.Column("newest_event_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("batch_ledger", "newest_event_at")
    for label in LABELS:
        op.drop_column("stream_minute", label)
