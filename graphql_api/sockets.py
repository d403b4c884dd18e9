"""uvicorn's WebSockets: what a client that reads nothing costs is bounded, and ends."""

import asyncio
import socket
from asyncio import BaseTransport
from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from graphql_api.patience import Patience

SEND_BUFFER_BYTES: Final = 65_536
"""What the kernel holds for a client that does not read: without it, up to megabytes."""

UNSENT_MAXIMUM_BYTES: Final = 16_384
"""The same for a WebSocket, and as much again in the process: many updates, and few in vain."""

BACKLOG: Final = 2048
CLOSE_SECONDS: Final = 1.0
GOING_AWAY: Final = 1001
NOT_TEXT: Final = 1007

MESSAGE_MAXIMUM_BYTES: Final = 65_536
"""The longest message that is taken from a client; a longer one closes the socket with 1009."""


def listening_socket(host: str, port: int) -> socket.socket:
    """The socket that the server listens on. The sockets of clients inherit its send buffer.

    Raises:
        OSError: it is taken, or there is no such address here.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


class BoundedSocket(Patience, WebSocketsSansIOProtocol):
    """A socket that does not wait for ever for a client that takes nothing.

    Sends wait while more than 16 KiB are unsent. A ping goes out every 20 s, so that an idle client
    is known to be there.
    """

    def connection_made(self, transport: BaseTransport) -> None:
        """Called when a client has asked for a WebSocket."""
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=UNSENT_MAXIMUM_BYTES)
        self.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT_MAXIMUM_BYTES
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Called when it is over."""
        if self._closing is not None:
            self._closing.cancel()
        super().connection_lost(exc)

    def handle_ping(self) -> None:
        """Called for each ping. Of those that wait, only the last is owed a pong (RFC 6455, 5.5.3).

        A client that pings and reads nothing would else fill the memory with pongs.
        """
        self._pong = b"".join(self.conn.data_to_send()[-1:]) or self._pong
        if self.writable.is_set():
            self._send_pong()

    def resume_writing(self) -> None:
        """Called when most of it is sent."""
        super().resume_writing()
        self._send_pong()

    def keepalive_timeout(self) -> None:
        """Called when a ping was not answered."""
        super().keepalive_timeout()
        self._close_soon()

    def shutdown(self) -> None:
        """Called when the server ends: the client is told to come again, and to do so soon."""
        if self.handshake_complete and not self.close_sent:
            self.stop_keepalive()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": GOING_AWAY})
            self.conn.send_close(GOING_AWAY)
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.close_sent = True
            self.transport.close()
        else:
            super().shutdown()
        self._close_soon()

    def send_receive_event_to_app(self) -> None:
        """Hand a message on; one that is no text closes the socket, and is no fault of ours."""
        is_text = self.curr_msg_data_type == "text"
        if is_text and not self.close_sent and not _is_text(b"".join(self.frames)):
            self.conn.send_close(NOT_TEXT)
            self.handle_parser_exception()
        else:
            super().send_receive_event_to_app()

    _closing: asyncio.TimerHandle | None = None
    _pong: bytes = b""

    def _send_pong(self) -> None:
        pong, self._pong = self._pong, b""
        if pong and not self.close_sent:
            self.transport.write(pong)

    def _close_soon(self) -> None:
        # What is unsent would be waited for, and a client that reads nothing never takes it.
        self._closing = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
