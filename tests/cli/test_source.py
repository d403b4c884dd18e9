"""A run's source is checked before anything starts, and owns its data folder."""

from pathlib import Path

import pytest

from cli.project import SetupError
from cli.source import At, Source, SourceKind


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    file = tmp_path / "chat.irc.txt"
    file.touch()
    return file


def test_the_options_reach_the_producer_as_they_were_given(recording: Path) -> None:
    source = Source(SourceKind.REPLAY, recording, "a,b", "max", 20.0, At.NOW)
    assert source.arguments == [
        *("--source", "replay"),
        *("--file", str(recording)),
        *("--channels", "a,b"),
        *("--speed", "max"),
        *("--rate", "20.0"),
        *("--at", "now"),
    ]


def test_what_was_not_given_is_left_to_the_producer() -> None:
    assert Source().arguments == ["--source", "simulator"]


def test_a_replay_needs_a_file() -> None:
    with pytest.raises(SetupError, match="needs --file"):
        Source(SourceKind.REPLAY)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"there is no file .*nowhere"):
        Source(SourceKind.REPLAY, tmp_path / "nowhere")


@pytest.mark.parametrize("speed", ["0", "-1", "fast", ""])
def test_a_speed_that_is_none_is_refused(recording: Path, speed: str) -> None:
    with pytest.raises(SetupError, match="a number above 0, or `max`"):
        Source(SourceKind.REPLAY, recording, speed=speed)


def test_a_recording_gets_a_data_folder_of_its_own(tmp_path: Path, recording: Path) -> None:
    Source().claim(tmp_path)
    with pytest.raises(SetupError, match="holds the events of the simulator"):
        Source(SourceKind.REPLAY, recording).claim(tmp_path)


def test_the_same_source_goes_on_in_its_folder(tmp_path: Path, recording: Path) -> None:
    Source(SourceKind.REPLAY, recording, speed="20").claim(tmp_path)
    Source(SourceKind.REPLAY, recording, speed="max").claim(tmp_path)
    assert (tmp_path / "source").read_text() == f"the recording {recording}"
