"""When each server behind the API last gave a sign of life."""

import time


class Signs:
    """The newest sign of each server, as this process noticed it."""

    def __init__(self) -> None:
        self._newest: dict[str, float] = {}

    def note(self, name: str, age_seconds: float | None) -> None:
        """A look at a server: its newest sign is so old, or null where it gave none."""
        if age_seconds is not None:
            self._newest[name] = time.monotonic() - age_seconds

    def age_seconds(self, name: str) -> float | None:
        """Seconds since the server's newest sign, to the millisecond; null when it gave none."""
        newest = self._newest.get(name)
        return None if newest is None else round(time.monotonic() - newest, 3)
