"""A broker can be laid out whatever its random name."""

from pathlib import Path
from uuid import UUID

import pytest

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
