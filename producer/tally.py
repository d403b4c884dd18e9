"""What a run sent, ignored and could not read, counted where it happens."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Counts of acknowledged work. `events` has no ticks in it."""

    frames: int = 0
    ticks: int = 0
    dead: int = 0
    events: Counter[str] = field(default_factory=Counter)
    ignored: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Count another's work too."""
        self.frames += other.frames
        self.ticks += other.ticks
        self.dead += other.dead
        self.events.update(other.events)
        self.ignored.update(other.ignored)

    def __str__(self) -> str:
        events = ", ".join(f"{name} {count}" for name, count in sorted(self.events.items()))
        ignored = ", ".join(f"{name} {count}" for name, count in sorted(self.ignored.items()))
        return (
            f"frames {self.frames}; events: {events or 'none'}; "
            f"ignored: {ignored or 'none'}; dead {self.dead}"
        )
