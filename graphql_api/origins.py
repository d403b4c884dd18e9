"""Which web pages may open a socket: a browser asks nobody before it does."""

from collections.abc import Mapping, Sequence

from strawberry.http.websocket_origin import (
    is_same_origin,
    normalize_allowed_origins,
    normalize_origin,
)


class Origins:
    """The pages of these origins, and those of the server itself; `*` lets in all.

    What sends no Origin is no browser, and carries nobody's cookies.
    """

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = normalize_allowed_origins(allowed)

    def allow(self, headers: Mapping[str, str]) -> bool:
        """Whether a handshake with these headers comes from such a page."""
        origin = headers.get("origin")
        if origin is None or "*" in self._allowed or is_same_origin(origin, headers.get("host")):
            return True
        return normalize_origin(origin) in self._allowed
