"""How many sockets each client holds."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from graphql_api.errors import RateLimitedError


class OpenSockets:
    """The sockets of this process, by the name of their client."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: Counter[str] = Counter()

    @contextmanager
    def one_of(self, client_name: str) -> Iterator[None]:
        """One more socket of a client, until the end of the block.

        Raises:
            RateLimitedError: it holds as many as it may.
        """
        if self._held[client_name] >= self._most:
            raise RateLimitedError(f"a client may hold {self._most} sockets: close one first")
        self._held[client_name] += 1
        try:
            yield
        finally:
            self._held[client_name] -= 1
            if not self._held[client_name]:
                del self._held[client_name]
