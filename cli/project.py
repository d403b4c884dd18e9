"""Where the checkout keeps its own pieces."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
RUNTIME: Final = ROOT / ".runtime"
JARS: Final = RUNTIME / "jars"
BROKER_JARS: Final = JARS / "broker"
SPARK_JARS: Final = JARS / "spark"
PAGES: Final = ROOT / "frontend" / "dist"
JARS_LOCK: Final = ROOT / "requirements" / "jars.lock"


class SetupError(Exception):
    """Something the stack needs is missing or wrong; the text says what, and what gets it."""
