"""Clients that subscribe and then read nothing more, and what they cost the kernel."""

import base64
import json
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from bench.client import PROTOCOL

RECEIVE_BUFFER_BYTES: Final = 4_096
_ESTABLISHED: Final = "01"
_MEMORY_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_TEXT_FRAME: Final = 0x81
_MASKED: Final = 0x80
_SHORT: Final = 126


@contextmanager
def deaf_clients(port: int, query: str, variables: list[Mapping[str, object]]) -> Iterator[None]:
    """A subscribed socket for each of these variables, until the block ends. None of them reads."""
    with ExitStack() as sockets:
        for each in variables:
            _subscribe(sockets.enter_context(_connected(port)), query, each)
        yield


def _connected(port: int) -> socket.socket:
    connection = socket.socket()
    # The window is agreed upon when the connection is made.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    connection.settimeout(30)
    connection.connect(("127.0.0.1", port))
    return connection


def _subscribe(connection: socket.socket, query: str, variables: Mapping[str, object]) -> None:
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n".encode()
    )
    _read_until(connection, b"\r\n\r\n")
    connection.sendall(frame({"type": "connection_init"}))
    _read_until(connection, b"connection_ack")
    payload = {"query": query, "variables": variables}
    connection.sendall(frame({"type": "subscribe", "id": "1", "payload": payload}))


def _read_until(connection: socket.socket, mark: bytes) -> None:
    got = b""
    while mark not in got:
        piece = connection.recv(1024)
        if not piece:
            raise ConnectionError(f"the server closed before it said {mark!r}")
        got += piece


def frame(message: Mapping[str, object]) -> bytes:
    """A message as a client sends it: one text frame, masked with zeros."""
    body = json.dumps(message).encode()
    if len(body) < _SHORT:
        head = bytes([_TEXT_FRAME, _MASKED | len(body)])
    else:
        head = bytes([_TEXT_FRAME, _MASKED | _SHORT]) + len(body).to_bytes(2, "big")
    return head + bytes(4) + body


def queued_bytes(port: int) -> tuple[int, int]:
    """The connections of a server's port, and the bytes that wait in the kernel to be read there.

    What the kernel itself needs to keep them comes on top: see `kernel_memory`.
    """
    connections, waiting = 0, 0
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, queues, *_ = line.split()
        if int(local.rpartition(":")[2], 16) == port and state == _ESTABLISHED:
            connections += 1
            waiting += int(queues.partition(":")[0], 16)
    return connections, waiting


def kernel_memory() -> int:
    """The bytes that all TCP sockets of this machine hold in the kernel."""
    for line in Path("/proc/net/sockstat").read_text().splitlines():
        if line.startswith("TCP:"):
            return int(line.rpartition("mem ")[2].split()[0]) * _MEMORY_PAGE
    raise LookupError("the kernel tells nothing of TCP")
