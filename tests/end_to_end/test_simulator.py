"""A stack with the simulator: the first look, what it tells Prometheus, its tables after kills."""

import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.servers import running
from bench.stack import Stack, a_stack
from cli.settings import MEASURED
from cli.supervisor.ports import free_port, is_free
from tests.cli.processes import until
from tests.end_to_end import prometheus
from tests.end_to_end.recording import differences_to_recording, newest_final_minute

CHANNELS = ["xqc", "shroud", "pokimane", "ninja", "summit1g"]


@pytest.fixture(scope="module")
def metrics_ports() -> list[int]:
    """As many ports in a row as there are processes that are measured."""
    while True:
        first = free_port()
        row = [first + number for number in range(len(MEASURED))]
        if row[-1] < 65_536 and all(is_free(port) for port in row):
            return row


@pytest.fixture(scope="module")
async def stack(
    tmp_path_factory: pytest.TempPathFactory, metrics_ports: list[int]
) -> AsyncIterator[Stack]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("METRICS_PORT", str(metrics_ports[0]))
        async with a_stack(tmp_path_factory.mktemp("simulated")) as stack:
            await stack.until_ready()
            yield stack


async def kill(stack: Stack, service: str) -> None:
    pid = await stack.pid(service)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


async def test_the_first_look_is_complete(stack: Stack) -> None:
    await first_look_is_complete(stack, planted_bursts(stack.data))


@pytest.mark.skipif(prometheus.PROGRAM is None, reason="there is no `prometheus` on PATH")
@pytest.mark.usefixtures("stack")
async def test_each_question_of_the_alerts_and_the_dashboard_has_an_answer(
    metrics_ports: list[int], tmp_path: Path
) -> None:
    jobs = ["job" if name == "spark" else name for name in MEASURED]
    targets = {job: [port] for job, port in zip(jobs, metrics_ports, strict=True)}
    port = free_port()
    service = prometheus.prometheus_service(port, targets, tmp_path / "prometheus")
    with running(tmp_path, [service]):

        async def all_answered() -> bool:
            return not await prometheus.unanswered(port)

        try:
            await until(all_answered, seconds=60)
        except TimeoutError:
            assert await prometheus.unanswered(port) == []
        assert await prometheus.down(port) == []


async def test_the_tables_are_as_recounted_after_kills(stack: Stack) -> None:
    await kill(stack, "spark")
    await kill(stack, "producer")
    before = newest_final_minute(stack.database)
    await until(lambda: newest_final_minute(stack.database) > before, seconds=240)
    count, differ = await differences_to_recording(stack.database, stack.kafka)
    assert (count > 0, differ) == (True, [])
    accounting = await stack.accounting()
    assert (accounting["late"], accounting["dead"], accounting["residual"]) == (0, 0, 0)


def planted_bursts(data: Path) -> set[tuple[str, str]]:
    """Stream and minute of each burst that the simulator says it has planted."""
    lines = (data / "simulator" / "truth.jsonl").read_text().splitlines()
    planted = [json.loads(line) for line in lines]
    return {
        (one["stream_id"], one["started_at"][:16]) for one in planted if one["kind"] == "chat_burst"
    }


async def first_look_is_complete(stack: Stack, bursts: set[tuple[str, str]]) -> None:
    """Every channel is listed, has final minutes, and shows its planted burst as a moment."""
    data = await stack.query("{ streams { edges { node { id live } } } }")
    assert {e["node"]["id"] for e in data["streams"]["edges"]} == set(CHANNELS)

    async def all_final() -> bool:
        answers = [
            await stack.query(f'{{ metrics(streamId: "{name}") {{ isFinal }} }}')
            for name in CHANNELS
        ]
        return all(any(w["isFinal"] for w in answer["metrics"]) for answer in answers)

    await until(all_final, seconds=120)
    moments = await stack.query(
        "{ moments(types: [CHAT_SPIKE], first: 100) { edges { node {"
        " streamId startedAt sampleMessages { text } } } } }"
    )
    found = {
        (e["node"]["streamId"], e["node"]["startedAt"][:16]) for e in moments["moments"]["edges"]
    }
    assert bursts <= found
    assert {stream_id for stream_id, _ in bursts} == set(CHANNELS)
    assert all(len(e["node"]["sampleMessages"]) == 3 for e in moments["moments"]["edges"])
