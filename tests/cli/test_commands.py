"""The command `telemetra`, as a person calls it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.source import Source
from cli.supervisor.ports import free_port
from cli.supervisor.state import claimed, log_file

PORTS = ("API_PORT", "KAFKA_PORT", "POSTGRES_PORT", "REDIS_PORT")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A data folder and free ports of the test's own."""
    ports = {name: str(free_port()) for name in PORTS}
    return {**os.environ, **ports, "DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def telemetra(
    environment: dict[str, str], *words: str, answer: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *words],
        env=environment,
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("words", [["up"], ["up", "--detach"]])
def test_a_taken_port_is_refused_by_name(
    environment: dict[str, str], taken_port: int, words: list[str]
) -> None:
    ran = telemetra(environment | {"API_PORT": str(taken_port)}, *words)
    assert ran.returncode == 1
    assert f"port {taken_port} (API_PORT) is taken by " in ran.stderr
    assert f"(pid {os.getpid()})" in ran.stderr
    assert "set API_PORT in .env to a free one" in ran.stderr
    assert not (Path(environment["DATA_DIR"]) / "kafka").exists()


def test_two_settings_with_one_port_are_refused(environment: dict[str, str]) -> None:
    ran = telemetra(environment | {"REDIS_PORT": environment["POSTGRES_PORT"]}, "up")
    assert ran.returncode == 1
    assert "POSTGRES_PORT and REDIS_PORT are the same port" in ran.stderr


def test_a_second_stack_on_one_data_folder_is_refused(environment: dict[str, str]) -> None:
    with claimed(Path(environment["DATA_DIR"])):
        ran = telemetra(environment, "up")
    assert ran.returncode == 1
    assert "a stack runs on" in ran.stderr


def test_a_recording_is_not_mixed_into_the_simulators_events(
    environment: dict[str, str], tmp_path: Path
) -> None:
    folder = Path(environment["DATA_DIR"])
    folder.mkdir()
    Source().claim(folder)
    file = tmp_path / "chat.irc.txt"
    file.touch()
    ran = telemetra(environment, "up", "--source", "replay", "--file", str(file))
    assert ran.returncode == 1
    assert "holds the events of the simulator" in ran.stderr


def test_the_status_of_nothing_names_every_service(environment: dict[str, str]) -> None:
    ran = telemetra(environment, "status", "--json")
    told = json.loads(ran.stdout)
    assert [service["name"] for service in told["services"]] == [
        *("kafka", "postgres", "valkey", "spark", "relay", "api", "producer")
    ]
    assert {service["state"] for service in told["services"]} == {"stopped"}
    assert told["accounting"] is told["pipeline"] is None


def test_waiting_for_nothing_fails_and_says_so(environment: dict[str, str]) -> None:
    ran = telemetra(environment, "status", "--wait", "0")
    assert ran.returncode == 1
    assert "Nothing runs on" in ran.stderr


def test_down_without_a_stack_is_no_error(environment: dict[str, str]) -> None:
    ran = telemetra(environment, "down")
    assert ran.returncode == 0
    assert "Nothing runs on" in ran.stdout


def test_the_logs_of_an_unknown_service_are_refused(environment: dict[str, str]) -> None:
    folder = Path(environment["DATA_DIR"])
    log_file(folder, "kafka").parent.mkdir(parents=True)
    log_file(folder, "kafka").write_text("one\ntwo\nthree\n")
    ran = telemetra(environment, "logs", "kafak")
    assert ran.returncode == 1
    assert "there is no log of 'kafak'; there is: kafka" in ran.stderr
    assert telemetra(environment, "logs", "kafka", "-n", "2").stdout.split() == [
        *("kafka", "|", "two", "kafka", "|", "three")
    ]


def test_reset_asks_and_touches_only_what_is_ours(environment: dict[str, str]) -> None:
    folder = Path(environment["DATA_DIR"])
    (folder / "kafka").mkdir(parents=True)
    (folder / "thesis.txt").touch()
    refused = telemetra(environment, "reset", answer="n\n")
    assert refused.returncode == 1
    assert (folder / "kafka").exists()
    assert telemetra(environment, "reset", answer="y\n").returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["thesis.txt"]


def test_reset_spares_a_stack_that_runs(environment: dict[str, str]) -> None:
    folder = Path(environment["DATA_DIR"])
    (folder / "kafka").mkdir(parents=True)
    with claimed(folder):
        ran = telemetra(environment, "reset", "--yes")
    assert ran.returncode == 1
    assert (folder / "kafka").exists()


def test_the_doctor_is_content_where_only_the_bundled_java_is(environment: dict[str, str]) -> None:
    ran = telemetra(environment | {"PATH": "/nowhere", "JAVA_HOME": ""}, "doctor")
    assert "ok       Java: 25 at" in ran.stdout


def test_the_doctor_names_what_is_missing(
    environment: dict[str, str], tmp_path: Path, taken_port: int
) -> None:
    broken = environment | {"PG_BIN": str(tmp_path), "API_PORT": str(taken_port)}
    ran = telemetra(broken, "doctor")
    assert ran.returncode == 1
    assert f"MISSING  PostgreSQL: PG_BIN is {tmp_path}, which holds no `initdb`." in ran.stdout
    assert f"MISSING  ports: port {taken_port} (API_PORT)" in ran.stdout
    assert "ok       Valkey" in ran.stdout
