from math import inf
from pathlib import Path

import pytest

from producer.__main__ import main
from producer.arguments import Arguments, parse_arguments


def test_without_words_it_simulates() -> None:
    assert parse_arguments([]) == Arguments(
        source="simulator", file=None, channels=(), speed=1.0, at="original", rate=None
    )


def test_a_replay_says_what_and_how() -> None:
    words = "--source replay --file r.irc --channels Ann,#bob,ann --speed max --at now --rate 5"
    assert parse_arguments(words.split()) == Arguments(
        source="replay",
        file=Path("r.irc"),
        channels=("ann", "bob"),
        speed=inf,
        at="now",
        rate=5.0,
    )


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("--source replay", "needs --file"),
        ("--speed fast", "a speed is a number above 0, or max"),
        ("--speed 0", "a speed is"),
        ("--speed nan", "a speed is"),
        ("--rate -1", "a rate is a number above 0"),
        ("--channels not-a-login", "logins of channels"),
        ("--source mixer", "invalid choice"),
    ],
)
def test_a_wrong_word_exits_with_2_and_says_what_would_be_right(
    words: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        parse_arguments(words.split())
    assert exit_.value.code == 2
    assert complaint in capsys.readouterr().err


def test_a_missing_file_exits_with_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--source", "replay", "--file", str(tmp_path / "none")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "cannot be read" in line


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("MOCK_CHANNELS", "not a login", "should be logins of channels"),
        ("MOCK_CHANNELS", " , ", "MOCK_CHANNELS names no channel"),
        ("PRODUCER_INTERVAL", "0", "producer_interval: Input should be greater than 0"),
    ],
)
def test_a_wrong_setting_exits_with_2_and_one_line(
    name: str,
    value: str,
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(name, value)
    assert main([]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert complaint in line
