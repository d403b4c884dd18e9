"""Kafka: one KRaft broker, and the log of all that happened."""

import asyncio
import shutil
import subprocess
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from string import Template
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from cli.project import BROKER_JARS, SetupError
from cli.supervisor.ports import free_port
from cli.supervisor.service import Service
from cli.topics import create_topics

_HERE: Final = Path(__file__).parent
_JAVA_OPTIONS: Final = (
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
)


def kafka_service(port: int, folder: Path, java_home: Path, *, retention_hours: int) -> Service:
    """The broker on this port of the loopback; ready once its topics are there."""

    def configure() -> str:
        # The controller's port has no name in the settings, and a new one at each start is fine.
        return Template((_HERE / "kafka.properties").read_text()).substitute(
            port=port,
            controller_port=free_port(),
            data=folder / "data",
            retention_hours=retention_hours,
        )

    async def settle() -> None:
        await create_topics(f"127.0.0.1:{port}", retention_hours=retention_hours)

    cluster_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    service = broker_service("kafka", port, folder, java_home, configure, cluster_id=cluster_id)
    return replace(service, settle=settle)


def broker_service(  # noqa: PLR0913 - what a broker is, and where
    name: str,
    port: int,
    folder: Path,
    java_home: Path,
    configure: Callable[[], str],
    *,
    cluster_id: str,
) -> Service:
    """A broker that is told what `configure` says; ready when it answers at its port.

    What it keeps is laid out in `data` of its folder, under the cluster's id: 22 characters.
    """
    java = _java_command(java_home, scratch=folder / "scratch")
    configuration = folder / "server.properties"

    async def prepare() -> None:
        shutil.rmtree(folder / "scratch", ignore_errors=True)
        (folder / "scratch").mkdir(parents=True)
        configuration.write_text(configure())
        await asyncio.to_thread(_format_storage, configuration, java, cluster_id)

    async def is_ready() -> bool:
        return await _answers(f"127.0.0.1:{port}")

    command = [*java, "kafka.Kafka", configuration]
    return Service(name, command, is_ready, prepare=prepare, stop_seconds=15)


def _java_command(java_home: Path, scratch: Path) -> list[str | Path]:
    if not BROKER_JARS.is_dir():
        raise SetupError(f"the broker's jars are not in {BROKER_JARS}. Run `make setup`.")
    logging = f"-Dlog4j2.configurationFile={_HERE / 'log4j2.properties'}"
    # Native libraries are unpacked there; the machine's own folder may be closed to us, or full.
    scratch_option = f"-Djava.io.tmpdir={scratch}"
    java = java_home / "bin" / "java"
    return [java, *_JAVA_OPTIONS, scratch_option, logging, "-cp", f"{BROKER_JARS}/*"]


def _format_storage(configuration: Path, java: list[str | Path], cluster_id: str) -> None:
    if (configuration.parent / "data" / "meta.properties").exists():
        return
    arguments: list[str | Path] = [
        "format",
        f"--cluster-id={cluster_id}",
        "--config",
        configuration,
    ]
    ran = subprocess.run(  # noqa: S603 - our own Java and the broker's own class
        [*java, "kafka.tools.StorageTool", *arguments], capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        raise SetupError(f"Kafka could not lay out its folder: {ran.stdout}{ran.stderr}".strip())


async def _answers(address: str) -> bool:
    admin = AIOKafkaAdminClient(bootstrap_servers=address, request_timeout_ms=5000)
    try:
        await admin.start()
        await admin.list_topics()
    except (KafkaError, OSError):
        return False
    finally:
        await admin.close()
    return True
