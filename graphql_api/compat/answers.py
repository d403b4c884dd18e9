"""Rows -> the answer of REST: JSON, a mark of its version, and where the next page is."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from urllib.parse import urlencode

from fastapi import Request, Response

from graphql_api.ranges import Stretch

# A copy may be kept by the client alone, and is asked about each time: rows change every second.
_KEPT: Final = {"Cache-Control": "private, no-cache"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one version of an answer from another: an ETag.

    It is weak, for the same rows leave compressed or not.
    """

    text: str

    @classmethod
    def of(cls, *parts: object) -> "Mark":
        """The mark of an answer that is the same for as long as these are."""
        digest = blake2b(digest_size=12)
        for part in parts:
            digest.update(part if isinstance(part, bytes) else repr(part).encode())
            digest.update(b"\0")
        return cls(f'W/"{digest.hexdigest()}"')

    def is_known_to(self, request: Request) -> bool:
        """Whether the client has this version already, as `If-None-Match` says."""
        said = ",".join(request.headers.getlist("if-none-match"))
        known = {one.strip().removeprefix("W/") for one in said.split(",")}
        return "*" in known or self.text.removeprefix("W/") in known


def not_modified(mark: Mark) -> Response:
    """304: what the client has is still so."""
    return Response(status_code=304, headers={"ETag": mark.text, **_KEPT})


def answer(request: Request, body: bytes, mark: Mark, next_page: str | None = None) -> Response:
    """200 with these rows, or 304 where the client has them."""
    if mark.is_known_to(request):
        return not_modified(mark)
    headers = {"ETag": mark.text, **_KEPT}
    if next_page is not None:
        headers["Link"] = f'<{next_page}>; rel="next"'
    return Response(body, media_type="application/json", headers=headers)


def next_page(request: Request, changes: Mapping[str, str], stretch: Stretch | None = None) -> str:
    """The same question with these changes: of just the stretch that this page was of."""
    said = {**request.query_params, **changes}
    if stretch is not None:
        start, end = stretch
        said |= {"from": start.isoformat(), "to": end.isoformat()}
    return f"{request.url.path}?{urlencode(said)}"
