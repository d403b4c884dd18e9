"""npm's graphql-http audits the served API: whether its GraphQL over HTTP is that of the draft."""

import asyncio
import json
from pathlib import Path
from typing import Any

from db.engine import Database
from tests.graphql_api.served import served

FRONTEND = Path(__file__).parents[2] / "frontend"
AUDITS = 61


async def _audit(address: str) -> list[Any]:
    command = ("node", "conformance/graphql_http.mjs", address)
    node = await asyncio.create_subprocess_exec(
        *command, cwd=FRONTEND, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await node.communicate()
    assert node.returncode == 0
    results: list[Any] = json.loads(told)
    return results


async def test_every_audit_of_graphql_over_http_passes(
    database: Database, valkey: tuple[str, int]
) -> None:
    async with served(database, valkey) as api:
        results = await _audit(f"{api.http}/graphql")

    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == AUDITS
