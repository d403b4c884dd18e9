"""`frontend/dist` -> the pages that the API serves: dashboard, playground, and REST's docs."""

import os
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from graphql_api.http_accept import preferred
from graphql_api.security_headers import FRAMED_PAGE, PAGE, POLICY

BUILT: Final = Path(__file__).parents[1] / "frontend" / "dist"
ASSETS: Final = "assets"

NOT_BUILT: Final = (
    "This page is not built. Run `make setup` in Telemetra's folder, and load it again.\n"
)
DASHBOARD: Final = (
    "/",
    "/streams/{_}",
    "/compare",
    "/moments",
    "/pipeline",
)
"""The paths of the dashboard. One page answers them all, and reads the path itself."""

OVERLAY: Final = "/overlay/{_}"
"""The same page, without anything to press: it may stand in a page of others, or in OBS."""

_HTML: Final = "text/html"
_ANY_OTHER: Final = "application/json"

_A_YEAR: Final = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """What the pages load. A name holds the hash of what is in it: copies stay good."""

    async def check_config(self) -> None:
        """Nothing: where the pages are not built, there are no such files."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """One file."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = _A_YEAR
        return response


class Pages:
    """The pages in this folder; in their place, when it was not built, word of that."""

    def __init__(self, folder: Path = BUILT) -> None:
        self._folder = folder

    def playground(self) -> Response:
        """GraphiQL."""
        return self._page("playground.html")

    def docs(self) -> Response:
        """Swagger UI."""
        return self._page("docs.html")

    def dashboard(self) -> Response:
        """The dashboard, at whichever of its paths."""
        return self._page("index.html")

    def overlay(self) -> Response:
        """The dashboard, where it may be shown in a frame."""
        return self._page("index.html", FRAMED_PAGE)

    def docs_router(self) -> APIRouter:
        """The route of REST's docs."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/docs", self.docs, response_model=None)
        return router

    def dashboard_router(self) -> APIRouter:
        """The routes of the dashboard, and of what every page loads: nothing here tells data."""
        router = APIRouter(include_in_schema=False)
        for path in DASHBOARD:
            router.add_api_route(path, self.dashboard, response_model=None)
        router.add_api_route(OVERLAY, self.overlay, response_model=None)
        router.mount(f"/{ASSETS}", Assets(directory=self._folder / ASSETS, check_dir=False))
        return router

    def nowhere(self, otherwise: ASGIApp) -> ASGIApp:
        """What answers at a path that there is not: to a browser a page, else `otherwise`."""

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            found = self._page("index.html", status=404) if _is_looked_at(scope) else otherwise
            await found(scope, receive, send)

        return answer

    def _page(self, name: str, policy: str = PAGE, status: int = 200) -> Response:
        try:
            html = (self._folder / name).read_bytes()
        except FileNotFoundError:
            return PlainTextResponse(NOT_BUILT, 503)
        return HTMLResponse(html, status, {POLICY: policy, "Cache-Control": "no-cache"})


def _is_looked_at(scope: Scope) -> bool:
    """Whether a person asks with a browser, which wants HTML before anything else."""
    if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
        return False
    return preferred(Request(scope).headers.get("accept"), [_ANY_OTHER, _HTML]) == _HTML


PAGES: Final = Pages()
