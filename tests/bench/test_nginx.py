from difflib import ndiff
from pathlib import Path

import pytest

from bench import nginx
from bench.nginx import Door, configured

DOOR = Door(port=18_000, pages_port=13_000, apis=[1001, 1002])
OF_ONE_MACHINE = (
    "_temp_path ",
    "pid ",
    "include mime.types",
    "listen ",
    "root ",
    "resolver ",
    "server backend",
)


def test_only_addresses_and_folders_differ_from_what_the_containers_have() -> None:
    for name, text in configured(DOOR, Path("/folder")).items():
        original = (nginx._CONTAINERS / name).read_text()
        gone = [
            line[2:]
            for line in ndiff(original.splitlines(), text.splitlines())
            if line.startswith("- ")
        ]
        assert gone
        assert [line for line in gone if not any(word in line for word in OF_ONE_MACHINE)] == []


def test_each_api_is_behind_it_as_patiently_as_in_the_containers() -> None:
    upstream = configured(DOOR, Path("/folder"))["upstream.conf"]
    for port in DOOR.apis:
        assert f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" in upstream


def test_what_is_no_longer_there_to_be_changed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("nginx.conf", "upstream.conf"):
        text = (nginx._CONTAINERS / name).read_text()
        (tmp_path / name).write_text(text.replace("listen 3000;", "listen 3001;"))
    monkeypatch.setattr(nginx, "_CONTAINERS", tmp_path)
    with pytest.raises(LookupError, match="3000"):
        configured(DOOR, tmp_path)
