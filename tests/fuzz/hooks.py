"""What the API's descriptions can't say; schemathesis loads this before it makes its cases.

Of two times the one comes before the other, a cursor is one that was given, a count lies in its
bounds. Cases that are to be refused are left as they are.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import schemathesis
from graphql import (
    ArgumentNode,
    EnumValueNode,
    FieldNode,
    IntValueNode,
    ListValueNode,
    StringValueNode,
    ValueNode,
    Visitor,
    parse,
    print_ast,
    visit,
)
from hypothesis import strategies as st

from graphql_api.bounds import PAGE_MAXIMUM, STREAMS_MAXIMUM
from graphql_api.types.paging import to_cursor
from tests.fuzz.data import MINUTES, STREAM_IDS, moment_id
from tests.graphql_api.rows import NOON, minute_at

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


def _times(start: datetime, end: datetime) -> st.SearchStrategy[str]:
    naive = st.datetimes(start.replace(tzinfo=None), end.replace(tzinfo=None))
    return naive.map(lambda when: f"{when.isoformat()}Z")


NEAR: Final = _times(NOON - 2 * _DAY, NOON + 2 * _DAY)
ANY_TIME: Final = _times(datetime(1970, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC))
AT: Final = 30
MOMENT: Final = moment_id(STREAM_IDS[0], AT)

CURSORS: Final = {
    "/streams": to_cursor("streams", -1.0, STREAM_IDS[0]),
    "/streams/{stream_id}/metrics": to_cursor("minutes", minute_at(AT)),
    "/streams/{stream_id}/moments": to_cursor("moments", minute_at(AT), MOMENT),
}

schemathesis.openapi.format("date-time", NEAR | ANY_TIME)
schemathesis.openapi.format("cursor", st.sampled_from(sorted(CURSORS.values())))
schemathesis.graphql.scalar("DateTime", NEAR.map(lambda text: StringValueNode(value=text)))
schemathesis.graphql.scalar(
    "Cursor", st.integers(0, 99).map(lambda seq: StringValueNode(value=f"{'0a' * 8}.{seq}"))
)


@schemathesis.hook
def before_call(_: Any, case: Any, __: Any) -> None:  # noqa: ANN401 - of schemathesis
    """Let a case that is to be answered mean something."""
    if not case.meta.generation.mode.is_positive:
        return
    if isinstance(case.body, str):
        case.body = print_ast(visit(parse(case.body), _Mender()))
    elif case.query:
        case.query = _mended_query(case.operation.path, dict(case.query))


def _mended_query(path: str, query: dict[str, Any]) -> dict[str, Any]:
    if query.get("from") is not None and query.get("to") is not None:
        query["from"], query["to"] = _in_order(query["from"], query["to"])
    return query | {
        name: CURSORS[path] for name in ("after", "before") if query.get(name) is not None
    }


def _in_order(start: str, end: str) -> tuple[str, str]:
    """The two times, the earlier one first, and never the same."""
    first, last = sorted((start, end), key=datetime.fromisoformat)
    if datetime.fromisoformat(first) == datetime.fromisoformat(last):
        last = (datetime.fromisoformat(first) + _SECOND).isoformat()
    return first, last


class _Mender(Visitor):
    """Mends the arguments of each field."""

    def enter_field(self, field: FieldNode, *_: Any) -> FieldNode:  # noqa: ANN401
        said = {argument.name.value: argument.value for argument in field.arguments or ()}
        said = {name: _mended_value(field, name, value) for name, value in said.items()}
        start, end = said.get("from"), said.get("to")
        if isinstance(start, StringValueNode) and isinstance(end, StringValueNode):
            first, last = _in_order(start.value, end.value)
            said |= {"from": StringValueNode(value=first), "to": StringValueNode(value=last)}
        arguments = tuple(
            ArgumentNode(name=argument.name, value=said[argument.name.value])
            for argument in field.arguments or ()
        )
        kept = {key: getattr(field, key) for key in field.keys}
        return FieldNode(**(kept | {"arguments": arguments}))


def _mended_value(field: FieldNode, name: str, value: ValueNode) -> ValueNode:
    match name, value:
        case "first" | "last", IntValueNode():
            return IntValueNode(value=str(1 + abs(int(value.value)) % PAGE_MAXIMUM))
        case "after" | "before", StringValueNode() if field.name.value in _CURSOR_OF:
            return StringValueNode(value=_CURSOR_OF[field.name.value](field))
        case "id" | "streamId", StringValueNode():
            return _often_known(value, MOMENT if field.name.value == "moment" else STREAM_IDS[0])
        case "streamIds", ListValueNode():
            return ListValueNode(values=value.values[:STREAMS_MAXIMUM])
        case _:
            return value


def _often_known(value: StringValueNode, known: str) -> StringValueNode:
    return value if len(value.value) % 2 else StringValueNode(value=known)


def _order_of(field: FieldNode) -> str:
    for argument in field.arguments or ():
        if argument.name.value == "orderBy" and isinstance(argument.value, EnumValueNode):
            return argument.value.value.lower()
    return "viewers"


_CURSOR_OF: Final[dict[str, Callable[[FieldNode], str]]] = {
    "streams": lambda field: to_cursor(_order_of(field), -1.0, STREAM_IDS[0]),
    "transactions": lambda _: to_cursor("transactions", minute_at(AT), f"{STREAM_IDS[0]}-{AT}"),
    "moments": lambda _: to_cursor(
        "moments", minute_at(AT), MOMENT, minute_at(0), minute_at(MINUTES)
    ),
}
