"""Both examples against one stack: what they print makes sense, and a cut loses nothing."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Final

from bench.stack import a_stack

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
EVENT: Final = re.compile(r"^[0-9a-f]{16}\.(\d+) \S+: \d+ messages$", re.MULTILINE)


async def _printed(folder: Path, *command: str, port: int) -> str:
    options = ("--url", f"http://127.0.0.1:{port}", "--events", "12", "--cut-every", "4")
    process = await asyncio.create_subprocess_exec(
        *command, *options, cwd=folder, stdout=PIPE, env=dict(os.environ)
    )
    async with asyncio.timeout(120):
        printed, _ = await process.communicate()
    assert process.returncode == 0, printed
    return printed.decode()


def _makes_sense(printed: str) -> None:
    assert printed.startswith("stream: ")
    assert re.search(r"^page 1: \d+ moments$", printed, re.MULTILINE)
    assert printed.count("cut off: coming back after") >= 2
    numbers = [int(number) for number in EVENT.findall(printed)]
    assert len(numbers) == 12
    assert numbers == list(range(numbers[0], numbers[0] + 12))


async def test_the_examples_follow_a_stream_through_cuts_and_miss_nothing(tmp_path: Path) -> None:
    async with a_stack(tmp_path) as stack:
        await stack.until_ready()
        for folder, command in (
            ("python", (sys.executable, "follow.py")),
            ("typescript", ("node_modules/.bin/tsx", "follow.ts")),
        ):
            _makes_sense(await _printed(EXAMPLES / folder, *command, port=stack.api_port))
