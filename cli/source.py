"""Where the events of a run come from, as the producer is told."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cli.project import SetupError


class SourceKind(StrEnum):
    """The sources there are."""

    SIMULATOR = "simulator"
    REPLAY = "replay"


class At(StrEnum):
    """When a recording's events are said to happen."""

    ORIGINAL = "original"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Source:
    """One run's source. What is None is left to the producer's own default.

    Raises:
        SetupError: The options do not go together, or there is no such file.
    """

    kind: SourceKind = SourceKind.SIMULATOR
    file: Path | None = None
    channels: str | None = None
    speed: str | None = None
    rate: float | None = None
    at: At | None = None

    def __post_init__(self) -> None:
        if self.kind is SourceKind.REPLAY and self.file is None:
            raise SetupError("--source replay needs --file: which recording?")
        if self.kind is SourceKind.SIMULATOR and self.file is not None:
            raise SetupError("--file is for --source replay.")
        if self.file is not None and not self.file.is_file():
            raise SetupError(f"--file: there is no file {self.file}.")
        if self.speed not in (None, "max") and not _is_positive(self.speed):
            raise SetupError(f"--speed is {self.speed!r}: a number above 0, or `max`.")

    @property
    def arguments(self) -> list[str]:
        """The options, as the producer and `telemetra up` both read them."""
        options = {
            "--source": self.kind.value,
            "--file": self.file.resolve() if self.file else None,
            "--channels": self.channels,
            "--speed": self.speed,
            "--rate": self.rate,
            "--at": self.at.value if self.at else None,
        }
        given = {name: str(value) for name, value in options.items() if value is not None}
        return [word for option in given.items() for word in option]

    @property
    def ends(self) -> bool:
        """Whether the source comes to an end by itself."""
        return self.kind is SourceKind.REPLAY

    def claim(self, folder: Path) -> None:
        """Make the data folder this source's: events of two sources are never mixed.

        Raises:
            SetupError: The folder holds the events of another one.
        """
        name = f"the recording {self.file.resolve()}" if self.file else "the simulator"
        marker = folder / "source"
        held = marker.read_text() if marker.exists() else name
        if held != name:
            raise SetupError(
                f"{folder} holds the events of {held}, and this run is of {name}. Give it a folder "
                "of its own (DATA_DIR=.data-2 telemetra up ...), or drop this one with "
                "`telemetra reset`."
            )
        marker.write_text(name)


def _is_positive(text: str | None) -> bool:
    try:
        return float(text or "") > 0
    except ValueError:
        return False
