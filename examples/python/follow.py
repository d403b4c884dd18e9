"""A stream through the API from a terminal: ask, page, follow, and come back after a cut.

    python examples/python/follow.py --stream xqc --events 20 --cut-every 5

It needs `httpx` and `websockets`. `--url` is the API's; where keys are wanted, `TELEMETRA_KEY` is
yours. With `--cut-every` it cuts its own connection now and then, to show that nothing is missed.
"""

import argparse
import asyncio
import json
import os
from collections.abc import AsyncIterator
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

Json = dict[str, Any]

STREAM = "query ($id: ID!) { stream(id: $id) { id title } }"

MOMENTS = """query ($id: ID!, $after: String) {
  moments(streamId: $id, first: 2, after: $after) {
    edges { node { startedAt type description } }
    pageInfo { hasNextPage endCursor }
  }
}"""

METRICS = """subscription ($id: ID!, $after: Cursor) {
  metrics(streamId: $id, after: $after, onSlow: BUFFER) {
    __typename
    ... on LiveEvent { cursor }
    ... on MetricsUpdate { kind window { timestamp messageCount } }
    ... on GapNotice { reason missed }
  }
}"""


class Api:
    """The API at an address."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/graphql"
        key = os.environ.get("TELEMETRA_KEY")
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    async def ask(self, query: str, **variables: object) -> Json:
        """The data of an answer; an error is raised with its code and its text."""
        async with httpx.AsyncClient(headers=self._headers, timeout=30) as client:
            request = {"query": query, "variables": variables}
            answer: Json = (await client.post(self._url, json=request)).json()
        if "errors" in answer:
            raise RuntimeError(answer["errors"])
        data: Json = answer["data"]
        return data

    async def follow(self, stream: str, cut_every: int) -> AsyncIterator[Json]:
        """Every event once and in order: after a cut, those that follow the last cursor."""
        after = None
        while True:
            try:
                async for event in self._events(stream, after, cut_every):
                    after = event["cursor"]
                    yield event
            except (ConnectionClosed, OSError):
                print(f"cut off: coming back after {after}", flush=True)
                await asyncio.sleep(0.5)

    async def _events(self, stream: str, after: str | None, cut_every: int) -> AsyncIterator[Json]:
        url = self._url.replace("http", "ws", 1)
        protocols = [Subprotocol("graphql-transport-ws")]
        async with connect(url, subprotocols=protocols, additional_headers=self._headers) as socket:
            await socket.send(json.dumps({"type": "connection_init"}))
            await socket.recv()  # connection_ack
            request = {"query": METRICS, "variables": {"id": stream, "after": after}}
            await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": request}))
            count = 0
            async for text in socket:
                message = json.loads(text)
                if message["type"] == "next" and message["payload"].get("data"):
                    yield message["payload"]["data"]["metrics"]
                    count += 1
                elif message["type"] != "ping":
                    raise RuntimeError(message)
                if count == cut_every:
                    socket.transport.abort()
                    raise ConnectionResetError


async def show_moments(api: Api, stream: str) -> None:
    """The moments of the last hour, the newest first, page by page."""
    after, number = None, 0
    while True:
        number += 1
        page = (await api.ask(MOMENTS, id=stream, after=after))["moments"]
        print(f"page {number}: {len(page['edges'])} moments")
        for edge in page["edges"]:
            print(f"  {edge['node']['startedAt']} {edge['node']['description']}")
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


async def show_metrics(api: Api, stream: str, events: int, cut_every: int) -> None:
    """So many changes of the stream's minutes, as they come."""
    seen = 0
    async for event in api.follow(stream, cut_every):
        if event["__typename"] == "GapNotice":
            print(f"{event['cursor']} gap: {event['reason']}, {event['missed']} missed")
        else:
            window = event["window"]
            print(f"{event['cursor']} {window['timestamp']}: {window['messageCount']} messages")
        seen += 1
        if seen == events:
            return


async def main() -> None:
    """Ask, page, follow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--stream", default="xqc")
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--cut-every", type=int, default=0)
    told = parser.parse_args()
    api = Api(told.url)
    print(f"stream: {(await api.ask(STREAM, id=told.stream))['stream']['title']}")
    await show_moments(api, told.stream)
    await show_metrics(api, told.stream, told.events, told.cut_every)


if __name__ == "__main__":
    asyncio.run(main())
