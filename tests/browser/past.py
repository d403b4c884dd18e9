"""What the API has of a stream's past, beside what a page shows of it."""

from typing import Any

from bench.stack import Stack

Minutes = dict[str, dict[str, Any]]
"""Windows of a minute, by their start as pages write it: `2026-01-01T00:00:00.000Z`."""


async def closed_minutes(stack: Stack, stream_id: str) -> Minutes:
    """The minutes of the last hour that never change again, in the order of time."""
    asked = f'{{ metrics(streamId: "{stream_id}") {{ timestamp isFinal viewerCount chatRate }} }}'
    windows = (await stack.query(asked))["metrics"]
    return {one["timestamp"].replace("Z", ".000Z"): one for one in windows if one["isFinal"]}
