"""The real servers that the tests use, started by the project's own launchers."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient

from cli.supervisor.service import Service
from cli.supervisor.supervisor import Supervisor
from cli.topics import create_topics

START_SECONDS = 120


@contextmanager
def running(service: Service, folder: Path) -> Iterator[None]:
    """The service, ready, until the block ends; looked after in a thread of its own."""
    looked_after = _Thread(service, folder)
    looked_after.start()
    try:
        if not looked_after.is_ready.wait(START_SECONDS):
            log = folder / "logs" / f"{service.name}.log"
            raise RuntimeError(f"{service.name} did not start: {log.read_text()[-2000:]}")
        yield
    finally:
        looked_after.stop()


class _Thread(threading.Thread):
    def __init__(self, service: Service, folder: Path) -> None:
        super().__init__(name=service.name, daemon=True)
        self.is_ready = threading.Event()
        self._service = service
        self._folder = folder
        self._has_begun = threading.Event()

    def run(self) -> None:
        asyncio.run(self._look_after())

    def stop(self) -> None:
        self._has_begun.wait()
        self._loop.call_soon_threadsafe(self._supervisor.stop)
        self.join()

    async def _look_after(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._supervisor = Supervisor([self._service], self._folder)
        self._has_begun.set()
        life = asyncio.create_task(self._supervisor.run())
        readied = asyncio.create_task(self._supervisor.until_ready())
        await asyncio.wait({life, readied}, return_when=asyncio.FIRST_COMPLETED)
        self.is_ready.set()
        await life
        readied.cancel()


async def recreate_topics(address: str) -> None:
    """Leave the broker with the project's topics and nothing in them."""
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        names = [name for name in await admin.list_topics() if not name.startswith("__")]
        await admin.delete_topics(names)
        # The broker deletes in its own time and tells nobody.
        while set(names) & set(await admin.list_topics()):
            await asyncio.sleep(0.02)
    finally:
        await admin.close()
    await create_topics(address, retention_hours=24)
