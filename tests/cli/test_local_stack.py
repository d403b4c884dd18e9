"""The whole stack, as `make run` starts it: real servers, a short recording, Ctrl-C."""

import json
import os
import signal
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import DEVNULL, PIPE
from datetime import timedelta
from pathlib import Path

import psutil
import psycopg

from cli.servers.postgres import postgres_service
from cli.supervisor.ports import free_port, is_free
from cli.supervisor.state import end_leftovers, read_state
from db.engine import Database
from tests.cli.processes import FOREVER, is_alive, until
from tests.frames import NOON, a_privmsg, write_recording
from tests.stack import running

MESSAGES = 40
TELEMETRA = (sys.executable, "-m", "cli")
PORTS = ("API_PORT", "KAFKA_PORT", "POSTGRES_PORT", "REDIS_PORT")


async def test_a_recording_is_counted_and_ctrl_c_leaves_the_data_and_no_process(
    tmp_path: Path,
) -> None:
    data = tmp_path / "data"
    ports = {name: free_port() for name in PORTS}
    environment = os.environ | {name: str(port) for name, port in ports.items()}
    environment |= {"DATA_DIR": str(data), "POSTGRES_PASSWORD": "a b"}
    recording = str(_a_recording(tmp_path / "chat.irc.txt"))
    replay = ("--source", "replay", "--file", recording, "--speed", "max", "--at", "original")
    stack = await create_subprocess_exec(*TELEMETRA, "up", *replay, env=environment, stdout=DEVNULL)
    try:
        status = await create_subprocess_exec(
            *TELEMETRA, "status", "--wait", "180", "--json", env=environment, stdout=PIPE
        )
        output, _ = await status.communicate()
        assert status.returncode == 0
        told = json.loads(output)
        assert {one["name"]: one["state"] for one in told["services"]} == {
            **dict.fromkeys(("kafka", "postgres", "valkey", "spark", "relay", "api"), "ready"),
            "producer": "done",
        }
        assert told["accounting"]["residual"] == 0
        assert [relay["name"] for relay in told["pipeline"]["relays"]] == ["relay"]
        await until(lambda: _messages(told["urls"]["postgres"]) == MESSAGES)
        started = psutil.Process(stack.pid).children(recursive=True)
    finally:
        stack.send_signal(signal.SIGINT)
        assert await stack.wait() == 0
    assert [one for one in started if is_alive(one.pid)] == []
    assert all(is_free(port) for port in ports.values())
    database = Database("127.0.0.1", free_port(), "telemetra", "telemetra_user", "a b")
    with running(postgres_service(database, data / "postgres"), tmp_path):
        assert _messages(database.conninfo) == MESSAGES


SUPERVISOR = f"""
import asyncio, pathlib, sys
from cli.supervisor.supervisor import Supervisor
from tests.cli.processes import a_service
asyncio.run(Supervisor([a_service(code={FOREVER!r})], pathlib.Path(sys.argv[1])).run())
"""


async def test_a_killed_supervisor_leaves_no_process(tmp_path: Path) -> None:
    supervisor = await create_subprocess_exec(sys.executable, "-c", SUPERVISOR, tmp_path)

    def pid() -> int | None:
        state = read_state(tmp_path)
        return state.services[0].pid if state else None

    await until(lambda: pid() is not None)
    orphan = pid()
    supervisor.kill()
    await supervisor.wait()
    end_leftovers(tmp_path)
    assert orphan is not None
    assert not is_alive(orphan)


def _a_recording(file: Path) -> Path:
    times = (NOON + timedelta(seconds=3 * n) for n in range(MESSAGES))
    return write_recording(file, [a_privmsg(sent_at=time) for time in times])


def _messages(conninfo: str) -> int | None:
    with psycopg.connect(conninfo) as connection:
        query = "SELECT sum(message_count)::int FROM stream_minute WHERE stream_id = 'alpha'"
        row = connection.execute(query).fetchone()
    assert row is not None
    count: int | None = row[0]
    return count
