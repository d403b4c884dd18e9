"""`telemetra prune`: drops what is older than the retention."""

from cli.servers.postgres import connect
from cli.settings import load_settings
from cli.supervisor.logs import to_terminal


def prune() -> None:
    """Drop rows older than RETENTION_DAYS, and 5-second buckets older than 48 hours.

    Age counts from each stream's newest data. Minutes of streams and all counts are kept.
    """
    settings = load_settings()
    with connect(settings.database) as connection:
        connection.execute("SELECT prune(%s)", [settings.retention_days])
    to_terminal(f"Dropped what is older than {settings.retention_days} days.")
