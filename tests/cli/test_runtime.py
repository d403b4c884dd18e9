"""Set-up takes no jar but the pinned ones, and finds a Java on any machine."""

import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from cli.project import SetupError
from cli.runtime.jars import Jar, missing_jars, read_lock, verify
from cli.runtime.java import find_java_home, java_release


def a_jar(content: bytes = b"right", group: str = "broker") -> Jar:
    return Jar(group, "org.example", "thing", "1.0", sha256(content).hexdigest())


def test_a_jar_with_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thing-1.0.jar").write_bytes(b"wrong")
    with pytest.raises(SetupError, match=r"SHA-256 of thing-1.0.jar is not the one"):
        verify([a_jar()], tmp_path)


def test_a_jar_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"thing-1.0.jar"):
        verify([a_jar()], tmp_path)


def test_the_pinned_bytes_are_taken(tmp_path: Path) -> None:
    (tmp_path / "thing-1.0.jar").write_bytes(b"right")
    verify([a_jar()], tmp_path)


def test_only_what_is_missing_is_fetched(tmp_path: Path) -> None:
    (tmp_path / "broker").mkdir()
    (tmp_path / "broker" / "thing-1.0.jar").write_bytes(b"right")
    other = a_jar(group="spark")
    assert missing_jars([a_jar(), other], tmp_path) == [other]


def test_every_jar_of_the_lock_is_in_place() -> None:
    jars = read_lock()
    assert {jar.group for jar in jars} == {"broker", "spark"}
    assert missing_jars(jars) == []


def test_without_a_java_the_bundled_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    java = find_java_home() / "bin" / "java"
    monkeypatch.undo()
    assert java_release(java) == 25
    asked: list[str | Path] = [java, "--add-modules=jdk.incubator.vector", "-version"]
    assert subprocess.run(asked, capture_output=True, check=False).returncode == 0


def test_an_old_java_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("""#!/bin/sh\necho 'openjdk version "11.0.2"' >&2\n""")
    old.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert find_java_home() != tmp_path


def test_java_home_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = tmp_path / "bin" / "java"
    good.parent.mkdir()
    good.write_text("""#!/bin/sh\necho 'openjdk version "21.0.2"' >&2\n""")
    good.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", os.defpath)
    assert find_java_home() == tmp_path
