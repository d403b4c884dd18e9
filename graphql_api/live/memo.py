"""What was said of a record -> the same for all who ask the same of it."""

import time
from collections.abc import Hashable
from typing import Final

import orjson

KEPT_SECONDS: Final = 1.0


class Memo:
    """Encoded answers, by the question and the identity of what it was answered from.

    All are forgotten once a second, which bounds both their number and how old they are.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, orjson.Fragment] = {}
        self._since = time.monotonic()

    def get(self, key: Hashable) -> orjson.Fragment | None:
        """The answer, if one was kept within the last second."""
        if time.monotonic() - self._since > KEPT_SECONDS:
            self._kept.clear()
            self._since = time.monotonic()
        return self._kept.get(key)

    def put(self, key: Hashable, answer: object) -> orjson.Fragment:
        """Keep the answer, as JSON; the key keeps what it was answered from alive."""
        kept = self._kept[key] = orjson.Fragment(orjson.dumps(answer))
        return kept
