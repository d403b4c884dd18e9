"""uvicorn's HTTP connections: what a client that reads or says nothing costs ends."""

import asyncio
from asyncio import BaseTransport
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from graphql_api.patience import Patience
from graphql_api.sockets import CLOSE_SECONDS, UNSENT_MAXIMUM_BYTES

QUESTION_SECONDS: Final = 10.0
"""How long a request may take to arrive, its body too: 64 KiB at most, so the slowest line can."""


_TOO_LATE: Final = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class BoundedHttp(Patience, HttpToolsProtocol):
    """A connection that sends no more while over 16 KiB are unsent, and not for ever.

    Nor does it wait for ever for a request that has begun, or for the first one.
    """

    question_seconds: float = QUESTION_SECONDS
    _has_begun: bool = False
    _cycle_before: RequestResponseCycle | None = None
    _closing: asyncio.TimerHandle | None = None
    _unasked: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        """Called when a client has connected."""
        super().connection_made(transport)  # type: ignore[arg-type] # uvicorn's is narrower
        self.transport.set_write_buffer_limits(high=UNSENT_MAXIMUM_BYTES)
        self._await_question()

    def on_message_begin(self) -> None:
        """Called at the first byte of a request."""
        super().on_message_begin()
        self._has_begun, self._cycle_before = True, self.cycle
        self._await_question()

    def on_message_complete(self) -> None:
        """Called when all of a request is there."""
        self._has_begun = False
        self._stop_waiting_for_question()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Called when the request is for a WebSocket, whose protocol has a patience of its own."""
        self._stop_waiting_for_question()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called when it is over."""
        self._stop_waiting_for_question()
        if self._closing is not None:
            self._closing.cancel()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Called when the server ends: what is answered is answered, and streams end."""
        super().shutdown()
        if self.cycle is not None and self.cycle.response_started:
            self._close_soon()

    def _close_soon(self) -> None:
        self.transport.close()
        self._closing = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def _await_question(self) -> None:
        self._stop_waiting_for_question()
        self._unasked = self.loop.call_later(self.question_seconds, self._end_waiting)

    def _end_waiting(self) -> None:
        if self._is_owed_an_answer():
            # Cut off without a word, a proxy takes this process for dead, and tells others so.
            self.transport.write(_TOO_LATE)
        self._close_soon()

    def _is_owed_an_answer(self) -> bool:
        before, own = self._cycle_before, self.cycle
        is_in_turn = before is None or before.response_complete
        return self._has_begun and is_in_turn and (own is before or not own.response_started)

    def _stop_waiting_for_question(self) -> None:
        if self._unasked is not None:
            self._unasked.cancel()
            self._unasked = None
