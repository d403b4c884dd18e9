"""GraphQL over HTTP, as its specification wants it; over server-sent events; and the playground."""

from collections.abc import Callable
from typing import Any, Final, cast

from graphql import GraphQLError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from strawberry import Schema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from contracts.feeds import Cursor
from graphql_api.errors import BadInputError, ForbiddenError
from graphql_api.event_stream import EVENTS, Results, streamed
from graphql_api.http_accept import preferred
from graphql_api.http_answer import GRAPHQL_JSON, PLAIN_JSON, answered, turned_away
from graphql_api.http_request import Asked, RefusedError, asked_by
from graphql_api.one_operation import NOT_ONE
from graphql_api.origins import Origins
from graphql_api.place import Place
from graphql_api.resources import resources_of

HTML: Final = "text/html"
METHODS: Final = {"Allow": "GET, POST"}


class HttpEndpoint:
    """The ASGI application at `/graphql`. `page` makes the playground; null where there is none."""

    def __init__(
        self,
        schema: Schema,
        origins: Origins,
        page: Callable[[], Response] | None,
        heartbeat_seconds: float,
    ) -> None:
        self._schema = schema
        self._origins = origins
        self._page = page
        self._heartbeat_seconds = heartbeat_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        media_type = PLAIN_JSON
        try:
            media_type = _media_type(request)
            if media_type == HTML:
                return self._playground()
            self._check_origin(request)
            return await self._answer(request, await asked_by(request), media_type)
        except RefusedError as refusal:
            return turned_away(refusal, GRAPHQL_JSON if media_type == EVENTS else media_type)

    def _check_origin(self, request: Request) -> None:
        if not self._origins.allow(request.headers):
            text = "pages of this origin may not ask"
            raise RefusedError(ForbiddenError.status, text, ForbiddenError.code)

    def _playground(self) -> Response:
        if self._page is None:
            return Response("Not Found", 404, media_type="text/plain")
        return self._page()

    async def _answer(self, request: Request, asked: Asked, media_type: str) -> Response:
        place = Place(_last_event_id(request) if media_type == EVENTS else None)
        context = {"request": request, "resources": resources_of(request), "place": place}
        if media_type == EVENTS:
            results = await self._stream(asked, context)
            return await streamed(results, place, self._heartbeat_seconds)
        return answered(await self._execute(asked, context, request.method), media_type)

    async def _stream(self, asked: Asked, context: dict[str, Any]) -> Results:
        results = await self._schema.stream(
            asked.query,
            asked.variables,
            context,
            operation_name=asked.operation_name,
            operation_extensions=asked.extensions,
            allowed_operation_types={OperationType.QUERY, OperationType.SUBSCRIPTION},
        )
        return cast("Results", results)

    async def _execute(self, asked: Asked, context: dict[str, Any], method: str) -> ExecutionResult:
        try:
            return await self._schema.execute(
                asked.query,
                asked.variables,
                context,
                operation_name=asked.operation_name,
                operation_extensions=asked.extensions,
                allowed_operation_types=OperationType.from_http(method),  # type: ignore[arg-type]
            )
        except CannotGetOperationTypeError:
            error = GraphQLError(NOT_ONE, extensions={"code": BadInputError.code})
            return PreExecutionError(data=None, errors=[error])
        except InvalidOperationTypeError as error:
            raise _not_here(error.operation_type, method) from error


def _media_type(request: Request) -> str:
    if request.method not in {"GET", "POST"}:
        raise RefusedError(405, "GraphQL is asked by POST, and queries by GET", headers=METHODS)
    offered = [PLAIN_JSON, GRAPHQL_JSON, EVENTS]
    if request.method == "GET" and "query" not in request.query_params:
        offered.append(HTML)
    media_type = preferred(request.headers.get("accept"), offered)
    if media_type is None:
        raise RefusedError(406, f"what can be had is {', '.join(offered)}")
    return media_type


def _last_event_id(request: Request) -> Cursor | None:
    text = request.headers.get("last-event-id")
    try:
        return Cursor.parse(text) if text else None
    except ValueError as error:
        raise RefusedError(400, f"Last-Event-ID is {error}") from error


def _not_here(kind: OperationType, method: str) -> RefusedError:
    if kind is OperationType.SUBSCRIPTION:
        text = "a subscription has many answers: ask for Accept: text/event-stream, or by WebSocket"
    else:
        text = "by GET there are only queries: ask by POST"
    if method == "GET":
        return RefusedError(405, text, headers={"Allow": "POST"})
    return RefusedError(400, text)
