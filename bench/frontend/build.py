"""The peers' pages -> built, with the dashboard's own React and Vite."""

import subprocess
from pathlib import Path
from typing import Final

PAGES: Final = Path(__file__).with_name("pages")
BUILT_PAGES: Final = PAGES / "dist"


def install() -> None:
    """What the bench needs of npm's registry, by its pinned hashes."""
    if not (PAGES / "node_modules").exists():
        _npm("ci", "--silent")


def build_pages() -> None:
    """Install, and build."""
    install()
    _npm("run", "--silent", "build")


def _npm(*arguments: str) -> None:
    subprocess.run(["npm", *arguments], cwd=PAGES, check=True)  # noqa: S603, S607 - the npm of whoever runs it
