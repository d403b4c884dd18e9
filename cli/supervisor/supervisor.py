"""Runs a list of services: in order, watched, and stopped in reverse."""

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.supervisor.logs import Log, WriteLine, to_nowhere
from cli.supervisor.process import started_at
from cli.supervisor.service import Service
from cli.supervisor.state import ServiceState, StackState, log_file, run_folder, write_state
from cli.supervisor.watcher import Watcher


class Supervisor:
    """The services of one data folder, which the caller has locked."""

    def __init__(
        self,
        services: Sequence[Service],
        folder: Path,
        *,
        urls: Mapping[str, str] | None = None,
        echo: WriteLine = to_nowhere,
    ) -> None:
        self._folder = folder
        self._urls = dict(urls or {})
        self._stop = asyncio.Event()
        self._echo = echo
        self._watchers = {service.name: self._watcher(service) for service in services}

    async def run(self) -> None:
        """Start all, look after them until `stop`, then stop all."""
        run_folder(self._folder).mkdir(parents=True, exist_ok=True)
        self._tell()
        watchers = self._watchers
        async with asyncio.TaskGroup() as group:
            lives = [
                group.create_task(one.look_after(watchers[name] for name in one.service.after))
                for one in watchers.values()
            ]
            try:
                await self._stop.wait()
            finally:
                for life, watcher in reversed(list(zip(lives, watchers.values(), strict=True))):
                    await watcher.stop()
                    life.cancel()

    def stop(self) -> None:
        """Let `run` come to its end."""
        self._stop.set()

    async def until_ready(self) -> None:
        """Return once every service has been ready, or is done."""
        for watcher in self._watchers.values():
            await watcher.has_been_ready.wait()

    def state(self) -> StackState:
        """What `telemetra status` shows."""
        services = [
            ServiceState(
                name=name,
                pid=one.process.pid if one.process else None,
                started_at=one.process.started_at if one.process else None,
                stop_signal=one.service.stop_signal,
                stop_seconds=one.service.stop_seconds,
                state=one.state,
                restarts=one.restarts,
            )
            for name, one in self._watchers.items()
        ]
        me = os.getpid()
        return StackState(
            pid=me, started_at=started_at(me) or 0, services=services, urls=self._urls
        )

    def _watcher(self, service: Service) -> Watcher:
        log = Log(service.name, log_file(self._folder, service.name), self._echo)
        return Watcher(service, run_folder(self._folder), log, self._tell)

    def _tell(self) -> None:
        write_state(self._folder, self.state())
