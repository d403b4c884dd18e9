"""TCP ports of this machine: a free one, and who holds a taken one."""

import socket

import psutil


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server could listen there. A connection that just ended does not hold a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def holder_of(port: int) -> str:
    """Who listens there, such as `redis-server (pid 71)`; only root sees other users' processes."""
    try:
        connections = psutil.net_connections(kind="tcp")
    except psutil.AccessDenied:
        return "another process"
    for connection in connections:
        is_listening = connection.status == psutil.CONN_LISTEN
        if is_listening and connection.pid and connection.laddr and connection.laddr.port == port:
            return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    return "another process"
