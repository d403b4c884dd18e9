"""The command line -> which source runs, and how."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from contracts.events import StreamId

At = Literal["original", "now"]
"""A recording's own time, or its end shifted to the present."""


class ConfigurationError(Exception):
    """What was asked for cannot be done; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What was asked for. `speed` is infinite for `max`; no channels are all channels."""

    source: Literal["simulator", "replay"]
    file: Path | None
    channels: tuple[str, ...]
    speed: float
    at: At
    rate: float | None


def parse_arguments(words: Sequence[str]) -> Arguments:
    """Read `--source --file --channels --speed --at --rate`; a wrong word exits with code 2."""
    parser = argparse.ArgumentParser(prog="producer", description="Twitch -> Kafka")
    parser.add_argument("--source", choices=("simulator", "replay"), default="simulator")
    parser.add_argument("--file", type=Path, help="a recording, plain or .gz, for replay")
    parser.add_argument("--channels", type=parse_channels, default=(), help="such as a,b")
    parser.add_argument("--speed", type=parse_speed, default=1.0, help="times real time, or max")
    parser.add_argument("--at", choices=("original", "now"), default="original")
    parser.add_argument("--rate", type=parse_rate, help="events a second that are simulated live")
    arguments = Arguments(**vars(parser.parse_args(words)))
    if arguments.source == "replay" and arguments.file is None:
        parser.error("--source replay needs --file")
    return arguments


def parse_channels(text: str) -> tuple[str, ...]:
    """`xqc, Ninja` -> logins in lower case, each once, in order."""
    names = (name.strip().lower().removeprefix("#") for name in text.split(","))
    channels = tuple(dict.fromkeys(name for name in names if name))
    try:
        return TypeAdapter(tuple[StreamId, ...]).validate_python(channels)
    except ValidationError:
        raise argparse.ArgumentTypeError(
            f"{text!r} should be logins of channels with commas between them"
        ) from None


def parse_speed(text: str) -> float:
    """`20` -> 20 times real time; `max` -> infinite."""
    return inf if text == "max" else _positive(text, "a speed is a number above 0, or max")


def parse_rate(text: str) -> float:
    """Events a second, above 0."""
    return _positive(text, "a rate is a number above 0")


def _positive(text: str, expectation: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not (isfinite(number) and number > 0):
        raise argparse.ArgumentTypeError(f"{text!r}: {expectation}")
    return number
