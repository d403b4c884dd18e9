"""The API process: `python -m graphql_api`."""

import logging
import signal
import socket
import sys
from typing import Final, Never

import uvicorn
from prometheus_client import REGISTRY, start_http_server
from pydantic import ValidationError
from starlette.types import ASGIApp

from graphql_api.app import create_app
from graphql_api.http_connection import BoundedHttp
from graphql_api.metrics import Measured
from graphql_api.settings import ApiAuth, Settings
from graphql_api.sockets import MESSAGE_MAXIMUM_BYTES, BoundedSocket, listening_socket

CONFIGURATION_ERROR: Final = 2

_log: Final = logging.getLogger("graphql_api")


def _refuse(why: object) -> Never:
    sys.stderr.write(f"the API cannot start: {why}\n")
    sys.exit(CONFIGURATION_ERROR)


def _listening(settings: Settings) -> socket.socket:
    address = f"{settings.api_host}:{settings.api_port}"
    try:
        listening = listening_socket(settings.api_host, settings.api_port)
    except OSError as error:
        _refuse(f"{address}: {error.strerror}")
    _log.info("listening on http://%s", address)
    return listening


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            ": ".join(["_".join(map(str, one["loc"])).upper(), one["msg"]]).removeprefix(": ")
            for one in error.errors()
        )
        _refuse(wrong)


def _measured(app: ASGIApp, settings: Settings) -> ASGIApp:
    if settings.metrics_port is None:
        return app
    measured = Measured(app, REGISTRY)
    start_http_server(settings.metrics_port, settings.metrics_host)
    return measured


def main() -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are answered first."""
    settings = _settings()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    app = create_app(
        database=settings.database,
        valkey=(settings.redis_host, settings.redis_port),
        kafka=settings.kafka_bootstrap_servers,
        cors_origins=settings.origins,
        heartbeat_seconds=settings.live_heartbeat_seconds,
        limits=settings.limits,
        are_keys_wanted=settings.api_auth is ApiAuth.KEYS,
    )
    # uvicorn raises the signal again when it has shut down, which would end us with an error.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    config = uvicorn.Config(
        _measured(app, settings),
        loop="uvloop",
        http=BoundedHttp.giving_up_after(settings.live_stall_seconds),
        ws=BoundedSocket.giving_up_after(settings.live_stall_seconds),
        ws_max_size=MESSAGE_MAXIMUM_BYTES,
        ws_per_message_deflate=False,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[_listening(settings)])


if __name__ == "__main__":
    main()
