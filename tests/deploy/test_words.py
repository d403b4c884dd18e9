"""What the operator's pages, the workflow and pre-commit name is there, in this very checkout."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
import yaml
from dotenv import dotenv_values

from cli.main import app
from tests.architecture.tree import PROJECT

PAGES: Final = (
    *("CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/runbook.md"),
    "deploy/k8s/README.md",
)


class _Loader(yaml.SafeLoader):
    """Compose's own tags are kept out of what is read."""


_Loader.add_multi_constructor("!", lambda *_: None)

COMPOSE_TEXT: Final = (PROJECT / "docker-compose.yml").read_text()
COMPOSE: Final[Any] = yaml.load(COMPOSE_TEXT, _Loader)  # noqa: S506 - a SafeLoader
SERVICES: Final = set(COMPOSE["services"])
CONTAINERS: Final = {each.get("container_name") for each in COMPOSE["services"].values()}
BUILT: Final = {name for name, each in COMPOSE["services"].items() if "build" in each}
SUBCOMMANDS: Final = {
    *(each.callback.__name__ for each in app.registered_commands if each.callback),
    *(each.name for each in app.registered_groups),
}
TARGETS: Final = set(
    re.findall(r"^([\w-]+):(?!=)", (PROJECT / "Makefile").read_text(), re.MULTILINE)
)
TOOLS: Final = (PROJECT / "deploy" / "docker" / "kafka" / "name-tools").read_text()
SETTINGS: Final = {*dotenv_values(PROJECT / ".env.example")} | set(
    re.findall(r"\$\{(\w+)", COMPOSE_TEXT)
)
OF_OTHERS: Final = {"FORWARDED_ALLOW_IPS", "NEW_EPOCH", "RATE_LIMITED"}
"""What is spelled like a setting, and is uvicorn's, or the API's word to a client."""

IN_CODE: Final = (
    (r"(?<!-n )\btelemetra (\w+)", SUBCOMMANDS),
    (r"\bmake ([a-z]\w*)", TARGETS),
)
"""What is looked for between backticks, and what it may be: elsewhere the words are English."""

ANYWHERE: Final = (
    (r"docker exec (?:-\w+ )*(\S+)", CONTAINERS),
    (r"docker exec (?:-\w+ )*telemetra-kafka (kafka-\S+)", TOOLS),
    (r"docker compose (?:restart|logs --tail \d+|ps|exec|stop) ([a-z][\w-]*)", SERVICES),
    (r"docker compose build (\w[\w-]*)", BUILT),
    (r"`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`", SETTINGS | OF_OTHERS),
)


def _faults(text: str, page: str = "docs/runbook.md") -> Iterator[str]:
    code = "\n".join(_code(text))
    for place, rules in ((code, IN_CODE), (text, ANYWHERE)):
        for pattern, known in rules:
            yield from (word for word in re.findall(pattern, place) if word not in known)
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        if not ((PROJECT / page).parent / target).resolve().exists():
            yield target


def _code(text: str) -> list[str]:
    fenced = re.findall(r"^```bash\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*fenced, *re.findall(r"`([^`\n]+)`", prose)]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_what_is_there(page: str) -> None:
    assert list(_faults((PROJECT / page).read_text(), page)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("`telemetra stop`", "stop"),
        ("docker exec telemetra-zookeeper sh", "telemetra-zookeeper"),
        ("docker exec -it telemetra-kafka kafka-mirror", "kafka-mirror"),
        ("docker compose restart zookeeper", "zookeeper"),
        ("docker compose build backend", "backend"),
        ("```bash\nmake tests\n```", "tests"),
        ("`KAFKA_RETENTION`", "KAFKA_RETENTION"),
        ("[here](operations.md)", "operations.md"),
    ],
)
def test_a_name_that_is_gone_is_found(text: str, said: str) -> None:
    assert list(_faults(text)) == [said]


def test_the_workflow_and_pre_commit_call_targets_of_make() -> None:
    workflow = yaml.safe_load((PROJECT / ".github" / "workflows" / "check.yml").read_text())
    job = workflow["jobs"]["check"]
    called = {step["run"].split()[1] for step in job["steps"] if "run" in step} - {"${{"}
    assert called | set(job["strategy"]["matrix"]["target"]) == {"setup", "check", "test"}
    hooks = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    assert [hook["entry"] for hook in hooks] == ["make check"]
    assert {"setup", "check", "test"} <= TARGETS
