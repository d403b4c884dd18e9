"""What went wrong -> problem details (RFC 9457), the same shape for every error of REST."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from graphql_api.errors import ApiError, BadInputError, NotFoundError

INTERNAL: Final = "INTERNAL"

_CODE_BY_STATUS: Final[Mapping[int, str]] = {
    404: NotFoundError.code,
    405: "METHOD_NOT_ALLOWED",
    500: INTERNAL,
}

EXPECTED: Final = (ApiError, RequestValidationError, HTTPException)
"""What may go wrong without anybody having to mend us."""


class WrongParameter(BaseModel):
    """A parameter that was refused."""

    parameter: str = Field(description="Its name.", examples=["limit"])
    detail: str = Field(
        description="What would be right.",
        examples=["Input should be less than or equal to 1000"],
    )


class Problem(BaseModel):
    """Why there is no answer."""

    type: str = Field(description="Always `about:blank`: `code` tells problems apart.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong with this request, and what would be right.")
    instance: str = Field(description="The path that was asked for.")
    code: str = Field(description="Of which kind it is: the same words as GraphQL's.")
    errors: list[WrongParameter] | None = Field(
        None, description="Each parameter that was refused; absent where it was none of them."
    )


class ProblemResponse(JSONResponse):
    """A problem as it is sent; it is never kept by a cache."""

    media_type = "application/problem+json"

    def __init__(self, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        kept = {"Cache-Control": "no-store", **(headers or {})}
        super().__init__(problem.model_dump(exclude_none=True), problem.status, kept)


def a_problem(connection: HTTPConnection, status: int, code: str, detail: str) -> Problem:
    """The problem of this request."""
    return Problem(
        type="about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=quote(connection.url.path),
        code=code,
    )


def problem(connection: HTTPConnection, error: Exception) -> ProblemResponse:
    """What is answered in place of rows: what is no `Expected` error is our fault."""
    if isinstance(error, ApiError):
        return ProblemResponse(a_problem(connection, error.status, error.code, str(error)))
    if isinstance(error, RequestValidationError):
        return ProblemResponse(_of_parameters(connection, error))
    if isinstance(error, HTTPException):
        return _of_http(connection, error)
    return ProblemResponse(a_problem(connection, 500, INTERNAL, "internal error"))


def _of_parameters(connection: HTTPConnection, error: RequestValidationError) -> Problem:
    wrong = [
        WrongParameter(parameter=str(one["loc"][-1]), detail=one["msg"]) for one in error.errors()
    ]
    detail = "; ".join(f"{each.parameter}: {each.detail}" for each in wrong)
    found = a_problem(connection, BadInputError.status, BadInputError.code, detail)
    return found.model_copy(update={"errors": wrong})


def _of_http(connection: HTTPConnection, error: HTTPException) -> ProblemResponse:
    status, detail, headers = error.status_code, error.detail, dict(error.headers or {})
    if status == HTTPStatus.NOT_FOUND:
        detail = "there is nothing at this path; /openapi.json says what there is"
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        detail = f"this path does not take {connection.scope['method']}"
        if headers.get("Allow") == "GET":
            headers["Allow"] = "GET, HEAD"
    code = _CODE_BY_STATUS.get(status, BadInputError.code)
    return ProblemResponse(a_problem(connection, status, code, detail), headers)


async def _answer(request: Request, error: Exception) -> ProblemResponse:
    return problem(request, error)


def add_error_handlers(app: FastAPI) -> None:
    """Let every error leave as a problem; of what is our fault, nothing is told but that it is."""
    for kind in (*EXPECTED, Exception):
        app.add_exception_handler(kind, _answer)
