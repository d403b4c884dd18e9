"""The real servers that the tests use, started by the project's own launchers."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient

from bench.servers import running as all_running
from cli.supervisor.service import Service
from cli.topics import create_topics


@contextmanager
def running(service: Service, folder: Path) -> Iterator[None]:
    """The service, ready, until the block ends; looked after in a thread of its own."""
    with all_running(folder, [service]):
        yield


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
