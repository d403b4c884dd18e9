"""What is committed works anywhere: no path of one machine, no host that packages come from."""

import re
import subprocess
from typing import Final

import pytest

from tests.architecture.tree import PROJECT

# A registry is known by how it is spoken to: its own name has no place here either.
# The brackets keep this file from finding itself.
OF_ONE_MACHINE: Final = re.compile(
    r"(?<![\w.])/(?:work|root|Users)[/]|(?<![\w.])/home[/](?!nonroot)"
    r"|https?://[^\s\"']*/(?:simple|maven2|packages|-)[/]"
    r"|--(?:extra-)?index-ur[l]|\"resolved\": *\"http[s]?:|^registry *[=]",
    re.MULTILINE,
)


def _found_in(text: str) -> list[str]:
    return [match.group() for match in OF_ONE_MACHINE.finditer(text)]


def _committed_files() -> list[str]:
    """What git tracks, and what it would if all were added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a checkout of git: what is committed cannot be told")
    return [name for name in listed.stdout.split("\0") if (PROJECT / name).is_file()]


def test_no_committed_file_names_a_machine_or_a_registry() -> None:
    texts = {name: (PROJECT / name).read_text(errors="replace") for name in _committed_files()}
    found = {name: _found_in(text) for name, text in texts.items()}
    assert {name: what for name, what in found.items() if what} == {}


def test_a_path_and_a_host_are_seen() -> None:
    assert _found_in("cd " + "/root" + "/.cache") == ["/root" + "/"]
    assert _found_in("see https://" + "example.org/simple" + "/x") == [
        "https://" + "example.org/simple" + "/"
    ]
    assert _found_in("--index" + "-url x") == ["--index" + "-url"]
    assert _found_in("spark/work/main and a.b/root/c") == []
