"""`python -m cli` is `telemetra`."""

from cli.main import app

app()
