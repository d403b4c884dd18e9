"""What the simulator planted -> a file of JSON lines, for whoever judges what was found."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import orjson

from producer.sources.happenings import Happening, Kind


class TruthFile:
    """Appends each happening once, also where an earlier run wrote it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._written = set(path.read_bytes().splitlines()) if path.exists() else set()

    def add(self, happenings: Iterable[Happening]) -> None:
        """Write those that are not in the file yet."""
        lines = {each: truth_line(each) for each in happenings}
        new = [line for line in lines.values() if line not in self._written]
        if new:
            with self._path.open("ab") as file:
                file.writelines(line + b"\n" for line in new)
            self._written.update(new)


def truth_line(happening: Happening) -> bytes:
    """`{stream_id, kind, started_at, ended_at, detail}`; times in UTC, the end not included."""
    return orjson.dumps(
        {
            "stream_id": happening.stream_id,
            "kind": happening.kind.value,
            "started_at": datetime.fromtimestamp(happening.started_at, UTC),
            "ended_at": datetime.fromtimestamp(happening.ended_at, UTC),
            "detail": _detail(happening),
        }
    )


def _detail(happening: Happening) -> dict[str, object]:
    match happening.kind:
        case Kind.CHAT_BURST | Kind.LULL:
            return {"times_usual": round(happening.strength, 3)}
        case Kind.RAID:
            return {"viewers": happening.raid_viewers}
        case Kind.GIFT_BOMB:
            return {"gifts": int(happening.strength)}
        case Kind.EMOTE_STORM:
            return {"emote": happening.emote, "share": round(happening.strength, 3)}
        case Kind.VIEWER_DROP:
            return {"share": round(happening.strength, 3)}
