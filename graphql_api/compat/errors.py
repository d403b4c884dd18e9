"""What went wrong -> an HTTP status and a body that says it."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from graphql_api.errors import ApiError, BadInputError


class Problem(BaseModel):
    """Why there is no answer."""

    detail: str


def problem(error: ApiError) -> JSONResponse:
    """What is answered in place of rows."""
    if isinstance(error, BadInputError):
        # The shape that FastAPI gives to parameters that it refuses itself.
        wrong = [{"type": "value_error", "loc": ["query"], "msg": str(error)}]
        return JSONResponse({"detail": wrong}, error.status)
    return JSONResponse({"detail": str(error)}, error.status)


async def _answer_api_error(_: Request, error: Exception) -> JSONResponse:
    if isinstance(error, ApiError):
        return problem(error)
    raise error


async def _answer_our_fault(_: Request, __: Exception) -> JSONResponse:
    return JSONResponse({"detail": "internal error"}, 500)


def add_error_handlers(app: FastAPI) -> None:
    """Let every error leave as JSON; of what is our fault, nothing is told but that it is."""
    app.add_exception_handler(ApiError, _answer_api_error)
    app.add_exception_handler(Exception, _answer_our_fault)
