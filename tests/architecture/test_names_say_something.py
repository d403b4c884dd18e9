"""A name that fits everything says nothing: whatever has no room ends up behind it."""

from pathlib import PurePath
from typing import Final

from tests.architecture.tree import modules

EMPTY_NAMES: Final = {"utils", "helpers", "common", "manager", "services", "core"}


def _empty_names_in(module: str) -> set[str]:
    return EMPTY_NAMES.intersection(PurePath(module).with_suffix("").parts)


def test_no_folder_or_module_has_an_empty_name() -> None:
    assert [module for module in [*modules(), *modules("tests")] if _empty_names_in(module)] == []


def test_an_empty_name_is_seen() -> None:
    assert _empty_names_in("spark/utils/time.py") == {"utils"}
    assert _empty_names_in("db/helpers.py") == {"helpers"}
