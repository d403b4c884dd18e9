"""Retention: one function that drops what is old."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DATED_TABLES = (
    "chat_summary_minute",
    "chatter_emote_minute",
    "emote_minute",
    "viewer_timeseries",
    "transactions",
    "moments",
)

# Age counts from a stream's newest data, not from the clock: a recording of years ago is not old.
# `stream_minute` stays: it is a row a minute, and the account of every event.
DROP_BUCKETS = """
    DELETE FROM stream_bucket t USING streams s
    WHERE s.stream_id = t.stream_id AND t.timestamp < s.last_seen_at - interval '48 hours';
"""
DROP_DATED = """
    DELETE FROM {table} t USING streams s
    WHERE s.stream_id = t.stream_id AND t.timestamp < s.last_seen_at - make_interval(days => days);
"""
# The counts of old batches are folded into one row a checkpoint, so that the sums stay right.
FOLD_LEDGER = """
    WITH dropped AS (
        DELETE FROM batch_ledger l WHERE batch_id >= 0 AND published_at < now() - interval '1 day'
        AND batch_id < (SELECT max(batch_id) FROM batch_ledger k
                        WHERE k.checkpoint_id = l.checkpoint_id)
        RETURNING *
    )
    INSERT INTO batch_ledger AS kept (checkpoint_id, batch_id, committed_at, offsets, counts,
        outbox, published_at)
    SELECT checkpoint_id, -1, min(committed_at), '{{}}', jsonb_build_object(
        'late', sum((counts->>'late')::bigint),
        'duplicates', sum((counts->>'duplicates')::bigint),
        'dead', sum((counts->>'dead')::bigint)), '[]', now()
    FROM dropped GROUP BY checkpoint_id
    ON CONFLICT (checkpoint_id, batch_id) DO UPDATE SET counts = jsonb_build_object(
        'late', (kept.counts->>'late')::bigint + (excluded.counts->>'late')::bigint,
        'duplicates',
            (kept.counts->>'duplicates')::bigint + (excluded.counts->>'duplicates')::bigint,
        'dead', (kept.counts->>'dead')::bigint + (excluded.counts->>'dead')::bigint);
"""


def upgrade() -> None:
    dated = "".join(DROP_DATED.format(table=table) for table in DATED_TABLES)
    op.execute(
        "CREATE FUNCTION prune(days integer) RETURNS void LANGUAGE plpgsql AS $$ BEGIN "
        f"{DROP_BUCKETS} {dated} {FOLD_LEDGER.format()} END $$"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION prune(integer)")
