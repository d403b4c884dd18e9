"""What can go wrong, with the code that a client sees."""

from typing import ClassVar


class ApiError(Exception):
    """An error whose text is meant for the client: `code` in GraphQL, `status` in REST."""

    code: ClassVar[str]
    status: ClassVar[int]


class BadInputError(ApiError):
    """An argument is wrong; the text says which, and what would be right."""

    code = "BAD_USER_INPUT"
    status = 422


class NotFoundError(ApiError):
    """What is to be followed is not there; a query would give null or an empty list."""

    code = "NOT_FOUND"
    status = 404


class SlowClientError(ApiError):
    """The client took updates more slowly than they came, and had wished to end then."""

    code = "SLOW_CLIENT"
    status = 503


class UnavailableError(ApiError):
    """The database cannot answer now; the same question may be answered later."""

    code = "UNAVAILABLE"
    status = 503


class TooSlowError(ApiError):
    """The database needed longer than a statement may take."""

    code = "TIMEOUT"
    status = 504


class RateLimitedError(ApiError):
    """The client has spent its points, or holds all the sockets it may; they come back.

    `retry_after_seconds` says when, in whole seconds from 1, where that is known.
    """

    code = "RATE_LIMITED"
    status = 429

    def __init__(self, text: str, retry_after_seconds: int | None = None) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


class CostLimitError(ApiError):
    """The question costs more points than any one may."""

    code = "COST_LIMIT"
    status = 400


class UnauthenticatedError(ApiError):
    """There is no API key, or none that is known."""

    code = "UNAUTHENTICATED"
    status = 401


class ForbiddenError(ApiError):
    """The API key is known, and may not do this."""

    code = "FORBIDDEN"
    status = 403


class TooLargeError(ApiError):
    """The body of the request is longer than any may be."""

    code = "TOO_LARGE"
    status = 413
