"""The first look at the simulator, and the simulator's recording against the tables."""

import json
import os
import signal
from pathlib import Path

from bench.stack import Stack, a_stack
from tests.cli.processes import until
from tests.end_to_end.recording import differences_to_recording, newest_final_minute

CHANNELS = ["xqc", "shroud", "pokimane", "ninja", "summit1g"]


async def kill(stack: Stack, service: str) -> None:
    pid = await stack.pid(service)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


async def test_the_first_look_and_a_recount_after_kills(tmp_path: Path) -> None:
    async with a_stack(tmp_path) as stack:
        await stack.until_ready()
        await first_look_is_complete(stack, planted_bursts(tmp_path / "data"))
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
