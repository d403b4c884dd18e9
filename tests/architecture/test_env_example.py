"""`.env.example` lists every setting of every process, with the value it has without it."""

import importlib
import re
from collections.abc import Callable
from typing import Any, Final

import pytest
from dotenv import dotenv_values
from pydantic_settings import BaseSettings

from cli.project import ROOT
from cli.settings import Settings

EXAMPLE: Final = dotenv_values(ROOT / ".env.example")
ROOMS: Final = sorted(file.parent.name for file in ROOT.glob("*/settings.py"))
FOR_TESTS: Final = {"FAULT_POINT"}
"""What only a test sets."""


def _settings_of(room: str) -> type[BaseSettings]:
    settings: type[BaseSettings] = importlib.import_module(f"{room}.settings").Settings
    return settings


def _read(settings: Callable[..., BaseSettings], required: list[str]) -> dict[str, Any]:
    return settings(_env_file=None, **dict.fromkeys(required, "somewhere")).model_dump()


def _wired() -> set[str]:
    """What the supervisor derives, and a person cannot set."""
    own = {name.upper() for name in Settings.model_fields}
    derived = set(Settings(_env_file=None).process_environment) - own
    return derived | {"READY_FILE"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_setting_is_in_the_example(room: str) -> None:
    names = {name.upper() for name in _settings_of(room).model_fields}
    assert names - _wired() - FOR_TESTS <= EXAMPLE.keys()


def test_the_example_holds_nothing_that_no_process_reads() -> None:
    read = {name.upper() for room in ROOMS for name in _settings_of(room).model_fields}
    by_compose = re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text())
    assert EXAMPLE.keys() <= read | {*by_compose}


@pytest.mark.parametrize("room", ROOMS)
def test_the_example_shows_the_defaults(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each setting, read from the example, is what it is without it."""
    settings = _settings_of(room)
    for name in [*EXAMPLE, *_wired()]:
        monkeypatch.delenv(name, raising=False)
    required = [name for name, field in settings.model_fields.items() if field.is_required()]
    without = _read(settings, required)
    for name, value in EXAMPLE.items():
        if value:
            monkeypatch.setenv(name, value)
    told = _read(settings, required)
    # The supervisor hands on its own password, so a process has no need of a default.
    without |= {"postgres_password": told.get("postgres_password")} if room != "cli" else {}
    assert told == {name: without[name] for name in told}
