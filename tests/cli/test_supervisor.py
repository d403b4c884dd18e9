"""The supervisor keeps real processes running, and leaves none behind."""

import os
import signal
from pathlib import Path

import pytest
from redis.asyncio import Redis

from cli.project import SetupError
from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from cli.supervisor.state import claimed, end_leftovers, log_file, read_state, write_state
from cli.supervisor.watcher import State
from tests.cli.processes import FOREVER, a_service, is_alive, state_of, supervised, until

WITH_A_CHILD = f"""
import subprocess, sys
print("child", subprocess.Popen([sys.executable, "-c", {FOREVER!r}]).pid, flush=True)
{FOREVER}
"""


async def test_a_killed_service_is_restarted_under_a_new_pid(tmp_path: Path) -> None:
    port = free_port()
    async with supervised(tmp_path, valkey_service(port)) as supervisor:
        await supervisor.until_ready()
        first = state_of(supervisor, "valkey").pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: state_of(supervisor, "valkey").restarts == 1)
        await until(lambda: state_of(supervisor, "valkey").state is State.READY)
        assert state_of(supervisor, "valkey").pid not in {None, first}
        async with Redis(host="127.0.0.1", port=port) as client:
            assert await client.ping()


async def test_what_a_dead_service_had_started_is_ended_before_it_starts_again(
    tmp_path: Path,
) -> None:
    async with supervised(tmp_path, a_service(code=WITH_A_CHILD)) as supervisor:
        await until(lambda: bool(_children(tmp_path)))
        pid = state_of(supervisor, "one").pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await until(lambda: len(_children(tmp_path)) == 2)
        assert not is_alive(_children(tmp_path)[0])
    assert not is_alive(_children(tmp_path)[1])


async def test_stopping_leaves_no_process_even_of_a_service_that_will_not_stop(
    tmp_path: Path,
) -> None:
    deaf = a_service(
        code=f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FOREVER}",
        stop_seconds=0.1,
    )
    async with supervised(tmp_path, deaf) as supervisor:
        await until(lambda: "begun" in _log(tmp_path))
        pid = state_of(supervisor, "one").pid
    assert pid is not None
    assert not is_alive(pid)
    state = read_state(tmp_path)
    assert state is not None
    assert [one.state for one in state.services] == [State.STOPPED]


async def test_services_stop_in_the_reverse_of_their_order(tmp_path: Path) -> None:
    told = tmp_path / "told"
    says_so = f"""
import pathlib, signal, sys
def stop(*_):
    with open({str(told)!r}, "a") as file: file.write(sys.argv[1])
    sys.exit()
signal.signal(signal.SIGTERM, stop)
{FOREVER}
"""
    services = [
        a_service(name, says_so.replace("sys.argv[1]", repr(name)), after=after)
        for name, after in (("a", ()), ("b", ("a",)), ("c", ("b",)))
    ]
    async with supervised(tmp_path, *services):
        await until(lambda: all("begun" in _log(tmp_path, name) for name in "abc"))
    assert told.read_text() == "cba"


async def test_a_service_waits_for_those_it_needs(tmp_path: Path) -> None:
    answers = False

    async def is_ready() -> bool:
        return answers

    first = a_service("first", is_ready=is_ready)
    second = a_service("second", after=("first",))
    async with supervised(tmp_path, first, second) as supervisor:
        await until(lambda: "begun" in _log(tmp_path, "first"))
        assert state_of(supervisor, "second").pid is None
        answers = True
        await until(lambda: state_of(supervisor, "second").state is State.READY)


async def test_a_service_that_finishes_is_done_and_not_started_again(tmp_path: Path) -> None:
    async with supervised(tmp_path, a_service(code="", may_finish=True)) as supervisor:
        await until(lambda: state_of(supervisor, "one").state is State.DONE)
        assert state_of(supervisor, "one").is_well
        assert state_of(supervisor, "one").restarts == 0


async def test_a_service_that_must_not_finish_is_started_again(tmp_path: Path) -> None:
    async with supervised(tmp_path, a_service(code="")) as supervisor:
        await until(lambda: state_of(supervisor, "one").restarts == 1)


async def test_a_configuration_error_is_final(tmp_path: Path) -> None:
    wrong = a_service(code="import sys; sys.exit('no such channel' and 2)")
    async with supervised(tmp_path, wrong) as supervisor:
        await until(lambda: state_of(supervisor, "one").state is State.FAILED)
        assert state_of(supervisor, "one").restarts == 0


async def test_a_failed_step_is_told_in_the_log_and_tried_again(tmp_path: Path) -> None:
    failures = [ConnectionError("the broker hung up")]

    async def settle() -> None:
        while failures:
            raise failures.pop()

    async with supervised(tmp_path, a_service(settle=settle)) as supervisor:
        await until(lambda: state_of(supervisor, "one").state is State.READY)
        assert state_of(supervisor, "one").restarts == 1
    assert "ConnectionError: the broker hung up" in _log(tmp_path)


async def test_the_next_start_ends_what_a_killed_supervisor_left(tmp_path: Path) -> None:
    async with supervised(tmp_path, a_service(code=WITH_A_CHILD)) as supervisor:
        await until(lambda: bool(_children(tmp_path)))
        state = supervisor.state()
        write_state(tmp_path, state.model_copy(update={"started_at": 0.0}))
        end_leftovers(tmp_path)
        assert not is_alive(_children(tmp_path)[0])


async def test_a_stranger_under_a_recorded_pid_is_left_alone(tmp_path: Path) -> None:
    async with supervised(tmp_path, a_service()) as supervisor:
        await supervisor.until_ready()
        state = supervisor.state().model_copy(update={"started_at": 0.0}, deep=True)
        pid = state.services[0].pid
        assert pid is not None
        state.services[0].started_at = 1.0
        write_state(tmp_path, state)
        end_leftovers(tmp_path)
        assert is_alive(pid)


def test_a_second_supervisor_on_one_data_folder_is_refused(tmp_path: Path) -> None:
    with (
        claimed(tmp_path),
        pytest.raises(SetupError, match=r"a stack runs on .* already"),
        claimed(tmp_path),
    ):
        pass
    with claimed(tmp_path):
        pass


def _log(folder: Path, name: str = "one") -> str:
    file = log_file(folder, name)
    return file.read_text() if file.exists() else ""


def _children(folder: Path) -> list[int]:
    return [int(line.split()[1]) for line in _log(folder).splitlines() if line[:5] == "child"]
