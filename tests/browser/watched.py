"""A page, and all that it says and asks for while a test looks at it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from playwright.async_api import ConsoleMessage, Page, Request, Response, WebSocket

_FAULTS = {"error", "warning"}
_BAD = 400
_TAKEN_BACK = "net::ERR_ABORTED"
"""The page itself did not want the answer any more: what had asked is gone."""


class Watched:
    """A page with its console, its requests and the frames of its sockets."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        """What a reader of the console would call a fault; at a test's end there is none."""
        self.documents: list[str] = []
        """The pages that were loaded: one, unless something reloads."""
        self.posts: list[dict[str, Any]] = []
        """The bodies of requests to GraphQL over HTTP."""
        self.sent: list[dict[str, Any]] = []
        """What left by sockets, in order."""
        self.received: list[dict[str, Any]] = []
        """What came by sockets, in order."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)
        page.on("websocket", self._on_socket)

    def forgive(self, pattern: str) -> None:
        """Drop the problems that a test has brought about itself."""
        self.problems = [one for one in self.problems if not re.search(pattern, one)]

    def subscriptions(self, field: str) -> Iterator[dict[str, Any]]:
        """The variables with which a subscription to this field was asked for, in order."""
        for frame in self.sent:
            if frame["type"] == "subscribe" and re.search(
                rf"\b{field}\(", frame["payload"]["query"]
            ):
                yield frame["payload"].get("variables", {})

    def events(self, field: str) -> list[dict[str, Any]]:
        """What a subscription's field gave, in order."""
        payloads = [frame["payload"] for frame in self.received if frame["type"] == "next"]
        return [one["data"][field] for one in payloads if field in (one.get("data") or {})]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in _FAULTS:
            self.problems.append(f"{message.type}: {message.text} ({message.location['url']})")

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.documents.append(request.url)
        if request.method == "POST":
            self.posts.append(request.post_data_json or {})

    def _on_failure(self, request: Request) -> None:
        if request.failure != _TAKEN_BACK:
            self._blame(request, request.failure or "failed")

    def _on_response(self, response: Response) -> None:
        if response.status >= _BAD:
            self._blame(response.request, str(response.status))

    def _blame(self, request: Request, what: str) -> None:
        self.problems.append(f"{request.method} {request.url}: {what}")

    def _on_socket(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: self.sent.append(json.loads(frame)))
        socket.on("framereceived", lambda frame: self.received.append(json.loads(frame)))
