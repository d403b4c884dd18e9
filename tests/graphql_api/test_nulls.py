"""A column that may be null is null to a client, and never an error."""

from typing import Any

from httpx import AsyncClient
from sqlalchemy import Table

from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import (
    Row,
    a_chatter_minute,
    a_minute,
    a_moment,
    a_stream,
    a_transaction,
    an_emote_minute,
)
from tests.graphql_api.test_every_field import EVERYTHING


def emptied(row: Row) -> Row:
    """The row with null wherever its table allows it."""
    table: Table = row.table
    nulls: dict[str, Any] = {column.name: None for column in table.columns if column.nullable}
    return Row(table, {**row.values, **nulls})


async def test_a_row_with_every_null_it_may_have_is_answered(
    ask: Ask, store: Store, client: AsyncClient
) -> None:
    rows = (
        *(a_stream(), a_minute(message_count=1), a_chatter_minute("ada"), a_moment("m1")),
        *(a_transaction("t1"), an_emote_minute("Kappa", 1)),
    )
    await store(*map(emptied, rows))
    stream = (await ask(EVERYTHING))["stream"]
    assert (stream["live"], stream["title"], stream["startedAt"]) == (None, None, None)
    assert stream["transactions"]["edges"][0]["node"]["login"] is None
    assert stream["moments"]["edges"][0]["node"]["endedAt"] is None
    for path in ("/streams", "/streams/xqc/metrics", "/streams/xqc/moments"):
        response = await client.get(path)
        assert (response.status_code, len(response.json())) == (200, 1)
