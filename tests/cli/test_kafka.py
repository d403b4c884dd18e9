"""A broker can be laid out whatever its random name, and is asked for what the settings say."""

from pathlib import Path
from uuid import UUID

import pytest

from cli.commands.topics import topics
from cli.runtime.java import find_java_home
from cli.servers.kafka import kafka_service
from cli.supervisor.ports import free_port


async def test_a_cluster_id_may_begin_with_a_dash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uuid.uuid4", lambda: UUID(bytes=b"\xf8" + bytes(15)))
    await kafka_service(free_port(), tmp_path, find_java_home(), retention_hours=24).prepare()
    laid_out = (tmp_path / "data" / "meta.properties").read_text()
    assert "cluster.id=-A" in laid_out


def test_each_record_is_kept_by_as_many_brokers_as_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: dict[str, object] = {}

    async def note(address: str, **options: object) -> None:
        asked.update(options, address=address)

    monkeypatch.setattr("cli.commands.topics.create_topics", note)
    monkeypatch.setenv("KAFKA_REPLICATION", "3")
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "kafka-0.kafka:9092")
    topics()
    assert (asked["address"], asked["replication"]) == ("kafka-0.kafka:9092", 3)
