"""Kafka: one KRaft broker, and the log of all that happened."""

import asyncio
import shutil
import subprocess
import uuid
from base64 import urlsafe_b64encode
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


def kafka_service(
    port: int, folder: Path, java_home: Path, *, retention_hours: int, jars: Path = BROKER_JARS
) -> Service:
    """The broker on this port of the loopback; ready once its topics are there."""
    java = _java_command(java_home, jars, scratch=folder / "scratch")
    configuration = folder / "server.properties"
    address = f"127.0.0.1:{port}"

    async def prepare() -> None:
        # The controller's port has no name in the settings, and a new one at each start is fine.
        _write_configuration(configuration, port, retention_hours)
        shutil.rmtree(folder / "scratch", ignore_errors=True)
        (folder / "scratch").mkdir()
        await asyncio.to_thread(_format_storage, configuration, java)

    async def is_ready() -> bool:
        return await _answers(address)

    async def settle() -> None:
        await create_topics(address, retention_hours=retention_hours)

    return Service(
        "kafka",
        [*java, "kafka.Kafka", configuration],
        is_ready,
        prepare=prepare,
        settle=settle,
        stop_seconds=15,
    )


def _java_command(java_home: Path, jars: Path, scratch: Path) -> list[str | Path]:
    if not jars.is_dir():
        raise SetupError(f"the broker's jars are not in {jars}. Run `make setup`.")
    logging = f"-Dlog4j2.configurationFile={_HERE / 'log4j2.properties'}"
    # Native libraries are unpacked there; the machine's own folder may be closed to us, or full.
    scratch_option = f"-Djava.io.tmpdir={scratch}"
    java = java_home / "bin" / "java"
    return [java, *_JAVA_OPTIONS, scratch_option, logging, "-cp", f"{jars}/*"]


def _write_configuration(configuration: Path, port: int, retention_hours: int) -> None:
    template = Template((_HERE / "kafka.properties").read_text())
    configuration.parent.mkdir(parents=True, exist_ok=True)
    configuration.write_text(
        template.substitute(
            port=port,
            controller_port=free_port(),
            data=configuration.parent / "data",
            retention_hours=retention_hours,
        )
    )


def _format_storage(configuration: Path, java: list[str | Path]) -> None:
    if (configuration.parent / "data" / "meta.properties").exists():
        return
    cluster_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
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
