"""uvicorn's HTTP connections: what a client that reads nothing costs is bounded, and ends."""

import asyncio
from asyncio import BaseTransport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from graphql_api.patience import Patience
from graphql_api.sockets import CLOSE_SECONDS, UNSENT_MAXIMUM_BYTES


class BoundedHttp(Patience, HttpToolsProtocol):
    """A connection that sends no more while over 16 KiB are unsent, and not for ever."""

    _closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Called when a client has connected."""
        super().connection_made(transport)  # type: ignore[arg-type] # uvicorn's is narrower
        self.transport.set_write_buffer_limits(high=UNSENT_MAXIMUM_BYTES)

    def connection_lost(self, exc: Exception | None) -> None:
        """Called when it is over."""
        if self._closing is not None:
            self._closing.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Called when the server ends: what is answered is answered, and streams end."""
        super().shutdown()
        if self.cycle is not None and self.cycle.response_started:
            self.transport.close()
            self._closing = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)
