"""The producer's loop: from where the last run stopped, chunk by chunk, until the end or a stop."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from time import monotonic
from typing import Final

from contracts.events import RawFrame
from producer.publish import Publisher, open_publisher
from producer.resume import find_dead, find_resume
from producer.source import Item, Place, Source
from producer.tally import Tally

log = logging.getLogger(__name__)

_REPORT_SECONDS: Final = 60


async def run(
    source: Source, bootstrap_servers: str, ready_file: Path | None, total: Tally | None = None
) -> Tally:
    """Publish the source to its end; cancelled, it finishes the chunk that is on its way.

    What is acknowledged is counted in `total`, which is given back.
    """
    resume = await find_resume(bootstrap_servers, source.family)
    acknowledged: frozenset[Place] = resume.acknowledged if resume else frozenset()
    if resume:
        log.info("going on after frame %d of %s", resume.last.position, resume.last.source)
    async with open_publisher(bootstrap_servers, await find_dead(bootstrap_servers)) as publisher:
        loop = _Loop(publisher, acknowledged, ready_file, total or Tally())
        await loop.publish(source.chunks(resume))
    return loop.total


async def _finish(work: Coroutine[object, object, None]) -> None:
    """Run to the end what has begun, even where the task around it is cancelled."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


class _Loop:
    """Sends chunks, counts them, and says once a minute how it goes."""

    def __init__(
        self,
        publisher: Publisher,
        acknowledged: frozenset[Place],
        ready_file: Path | None,
        total: Tally,
    ) -> None:
        self.total = total
        self._publisher = publisher
        self._acknowledged = acknowledged
        self._ready_file = ready_file
        self._reported_at = monotonic()
        self._minute = Tally()

    async def publish(self, chunks: AsyncIterator[list[Item]]) -> None:
        async for chunk in chunks:
            await _finish(self._send(chunk))

    async def _send(self, chunk: list[Item]) -> None:
        items = [item for item in chunk if not self._is_acknowledged(item)]
        if not items:
            return
        tally = await self._publisher.send(items)
        self._announce()
        self._count(tally)

    def _is_acknowledged(self, item: Item) -> bool:
        return isinstance(item, RawFrame) and (item.source, item.position) in self._acknowledged

    def _announce(self) -> None:
        if self._ready_file:
            self._ready_file.touch()
            self._ready_file = None

    def _count(self, tally: Tally) -> None:
        self.total.add(tally)
        self._minute.add(tally)
        if monotonic() - self._reported_at >= _REPORT_SECONDS:
            log.info("in the last minute: %s", self._minute)
            self._minute, self._reported_at = Tally(), monotonic()
