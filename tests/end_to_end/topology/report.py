"""What came of a run: tables to paste, and whether all was right."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.figures import markdown
from tests.end_to_end.kills import KILL, Kill
from tests.end_to_end.topology.watch import Watch, most_in_flight


@dataclass(slots=True)
class Report:
    """What came of it."""

    kills: list[Kill] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    results: list[list[object]] = field(default_factory=list)
    tables: list[list[object]] = field(default_factory=list)
    is_right: bool = True

    def add(self, what: str, result: object, *, is_right: bool | None = None) -> None:
        """One result; where it is not said whether it is right, its words tell."""
        self.results.append([what, result])
        self.is_right &= "WRONG" not in str(result) if is_right is None else is_right

    def __str__(self) -> str:
        waited = [most_in_flight(self.watch.between(k.at, k.steady_at)) for k in self.kills]
        kills = [[*kill.row, f"{most:,}"] for kill, most in zip(self.kills, waited, strict=True)]
        parts = [
            markdown([*KILL, "events in flight, at most"], kills),
            markdown(["what", "result"], self.results),
            markdown(["final rows of", "master, 2 workers", "local[*]", "differ"], self.tables),
        ]
        return "\n\n".join(parts)

    def tell_of_load(self) -> None:
        """How many events came a second, and how many waited."""
        looks = self.watch.looks
        rate = self.watch.rate(looks[0].at, looks[-1].at)
        self.add("events a second", f"{rate:,.0f}; in flight at the end {looks[-1].in_flight:,.0f}")

    def tell_of_sockets(self, clients: int) -> None:
        """How the sockets were spread over the API processes, before and after one was killed."""
        for kill in self.kills:
            if kill.service.startswith("backend"):
                before = self.watch.between(0, kill.at)[-1]
                after = self.watch.between(kill.at, kill.steady_at)
                away = [
                    look
                    for look in after
                    if None in look.sockets and _held(look.sockets) == clients
                ]
                shown = away[-1] if away else f"WRONG: never {clients} without it"
                self.add(f"sockets before {kill.service} died", before)
                self.add("while it was away", shown)
                self.add("after it was back", after[-1])


def _held(sockets: Sequence[int | None]) -> int:
    return sum(each or 0 for each in sockets)
