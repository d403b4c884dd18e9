from pathlib import Path

import pytest

from cli.project import SetupError
from cli.settings import MEASURED, load_settings
from cli.source import Source
from cli.stack import refuse_servers_elsewhere, stack_services


def _told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    services = stack_services(load_settings(), Source())
    return {one.name: one.environment.get("METRICS_PORT") for one in services}


def test_each_process_is_told_a_port_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_PORT", "9200")
    told = _told(tmp_path, monkeypatch)
    assert [told[name] for name in MEASURED] == ["9200", "9201", "9202", "9203"]
    assert set(load_settings().ports.values()) >= {9200, 9201, 9202, 9203}


def test_without_the_setting_nobody_is_told_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("METRICS_PORT", raising=False)
    assert set(_told(tmp_path, monkeypatch).values()) == {None}


@pytest.mark.parametrize("name", ["POSTGRES_HOST", "KAFKA_BOOTSTRAP_SERVERS"])
def test_a_stack_does_not_start_beside_servers_that_are_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_servers_elsewhere(load_settings())
    monkeypatch.setenv(name, "elsewhere:1")
    with pytest.raises(SetupError, match=name):
        refuse_servers_elsewhere(load_settings())


def test_the_commands_go_to_the_servers_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTGRES_HOST", "postgres")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092")
    assert load_settings().database.host == "postgres"
    assert load_settings().kafka_address == "kafka:9092"
