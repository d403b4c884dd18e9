"""What the last release answers is answered still, or CHANGELOG says that it is not."""

import re
from typing import Final

import pytest
from graphql import build_schema, find_breaking_changes

from tests.architecture.tree import PROJECT

RELEASED: Final = PROJECT / "docs" / "schema.released.graphql"
SECTION: Final = re.compile(
    r"^## \[Unreleased\](?:(?!^## ).)*?^### Breaking$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL
)


def _words(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def _unnamed(released: str, current: str, changelog: str) -> list[str]:
    """The breaking changes that CHANGELOG does not name, in the words that it should hold."""
    section = SECTION.search(changelog)
    named = _words(section[1]) if section else ""
    changes = find_breaking_changes(build_schema(released), build_schema(current))
    found = [change.description.removesuffix(".") for change in changes]
    return [change for change in found if change not in named]


def test_every_breaking_change_is_named_in_the_changelog() -> None:
    texts = (RELEASED, PROJECT / "schema.graphql", PROJECT / "CHANGELOG.md")
    unnamed = _unnamed(*(path.read_text() for path in texts))
    assert unnamed == [], (
        "keep what clients use, marked @deprecated; or say these words in CHANGELOG.md, "
        "under `### Breaking` of what is unreleased"
    )


BEFORE: Final = "type Query { a(b: Int): Int c: Int }"
UNRELEASED: Final = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- d\n"
OLDER: Final = "\n## [0.1.0]\n\n### Breaking\n\n- Field Query.c was removed.\n"


@pytest.mark.parametrize(
    ("now", "change"),
    [
        ("type Query { a(b: Int): Int }", "Field Query.c was removed"),
        ("type Query { a: Int c: Int }", "Argument Query.a(b:) was removed"),
        ("type Query { a(b: Int): Float c: Int }", "Field Query.a changed type from Int to Float"),
        (
            "type Query { a(b: Int, d: Int!): Int c: Int }",
            "A required argument Query.a(d:) was added",
        ),
    ],
)
def test_what_breaks_a_client_must_be_named(now: str, change: str) -> None:
    assert _unnamed(BEFORE, now, UNRELEASED + OLDER) == [change]
    named = f"{UNRELEASED}\n### Breaking\n\n- `{change}`: ask for\n  something else.\n{OLDER}"
    assert _unnamed(BEFORE, now, named) == []


@pytest.mark.parametrize(
    "now",
    [
        BEFORE,
        "type Query { a(b: Int, d: Int): Int c: Int e: Int }",
        'type Query { a(b: Int): Int c: Int @deprecated(reason: "Use a.") }',
    ],
)
def test_what_is_added_or_deprecated_breaks_nobody(now: str) -> None:
    assert _unnamed(BEFORE, now, UNRELEASED) == []
