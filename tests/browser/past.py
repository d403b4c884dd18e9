"""What the API has of a stream's past, beside what a page shows of it."""

from typing import Any, Final

from bench.stack import Stack

Minutes = dict[str, dict[str, Any]]
"""Windows of a minute, by their start as pages write it: `2026-01-01T00:00:00.000Z`."""

_MOMENTS: Final = (
    "{ streams { edges { node { moments(first: 1) { edges { node { endedAt } } } } } } }"
)


async def moments_are_over(stack: Stack) -> bool:
    """Whether each stream has had a moment that is over, as the simulator plants one in each."""
    streams = (await stack.query(_MOMENTS))["streams"]["edges"]
    found = [one["node"]["moments"]["edges"] for one in streams]
    return bool(found) and all(one and one[0]["node"]["endedAt"] for one in found)


async def closed_minutes(stack: Stack, stream_id: str) -> Minutes:
    """The minutes of the last hour that never change again, in the order of time."""
    asked = f'{{ metrics(streamId: "{stream_id}") {{ timestamp isFinal viewerCount chatRate }} }}'
    windows = (await stack.query(asked))["metrics"]
    return {one["timestamp"].replace("Z", ".000Z"): one for one in windows if one["isFinal"]}
