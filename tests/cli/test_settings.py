"""What is said in the environment and `.env` reaches the stack, and what can't be is named."""

from pathlib import Path

import pytest

from cli import settings as module
from cli.project import ROOT, SetupError
from cli.settings import Settings, load_settings


def test_a_relative_data_folder_lies_in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "elsewhere")
    assert load_settings().data_dir == ROOT / "elsewhere"


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_PORT", "80000")
    with pytest.raises(SetupError, match=r"API_PORT is '80000': .*65535"):
        load_settings()


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("SIMULATOR_SEED=7\nMOCK_CHANNELS=from_file\nPG_BIN=\n")
    monkeypatch.setattr(module, "ENV_FILE", file)
    monkeypatch.setenv("MOCK_CHANNELS", "from_environment")
    told = Settings(_env_file=file)
    assert told.process_environment["SIMULATOR_SEED"] == "7"
    assert "MOCK_CHANNELS" not in told.process_environment
    assert told.pg_bin is None


def test_the_address_of_the_database_bears_any_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_PASSWORD", "a b/@:%")
    conninfo = load_settings().database.conninfo
    assert ":a%20b%2F%40%3A%25@127.0.0.1:" in conninfo


def test_the_password_is_not_shown_by_accident(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_PASSWORD", "verysecret")
    assert "verysecret" not in repr(load_settings())
