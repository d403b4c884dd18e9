"""What a client says while its server is away -> a line now and then."""

import logging
import time
from typing import Final

SECONDS: Final = 10.0


class Seldom(logging.Filter):
    """Lets a line of this logger, or of those below it, through once in SECONDS.

    aiokafka says at each try, several times a second, that nobody answers.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._told: dict[object, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is to be written."""
        if not super().filter(record):
            return True
        now, line = time.monotonic(), record.msg
        if now - self._told.get(line, float("-inf")) < SECONDS:
            return False
        self._told[line] = now
        return True
