"""Every HTTP response -> the same, with what a browser may do with it."""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = "Content-Security-Policy"

NOTHING: Final = "default-src 'none'; frame-ancestors 'none'"
"""For what is no page: were it shown as one, it could load nothing, in no one's frame."""

PAGE: Final = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self' 'unsafe-inline'; "  # the editor sets its colours so
    "img-src 'self' data:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For a page of ours that no other page shows in a frame: scripts and data from here alone."""

FRAMED_PAGE: Final = PAGE.replace("frame-ancestors 'none'", "frame-ancestors *")
"""For a page that is made to be shown in others: there is nothing on it that could be pressed."""


class SecurityHeaders:
    """The middleware. A response that brings a policy of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request, and its response with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault(POLICY, NOTHING)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        is_http = scope["type"] == "http"
        await self._app(scope, receive, send_with_headers if is_http else send)
