"""What `docker compose` and `docker build` would read, as the rules look at it."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import crossplane
import yaml
from dotenv import dotenv_values

ENTRY: Final = {"producer": ["python", "-P", "-m", "producer"]}
"""Targets whose image has the command, to which compose adds."""

_VARIABLE: Final = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
_STANDARD_PORTS: Final = {"postgres": 5432, "redis": 6379, "prometheus": 9090, "grafana": 3000}
"""Where servers listen that are told nothing else."""

Spec = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """Knows compose's own tag: what it marks is taken away from what was there."""


_Loader.add_constructor("!reset", lambda _loader, _node: None)


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of the Dockerfile, in its stage."""

    stage: str
    word: str
    arguments: list[str]

    @property
    def sources(self) -> list[str]:
        """What a COPY takes out of the checkout."""
        is_ours = self.word == "COPY" and not any(a.startswith("--from") for a in self.arguments)
        names = [each for each in self.arguments if not each.startswith("--")]
        return names[:-1] if is_ours else []


@dataclass(frozen=True, slots=True)
class Service:
    """One service. Its `environment` is as it is where nothing but the password is set."""

    name: str
    spec: Spec
    environment: Mapping[str, str]

    @property
    def words(self) -> list[str]:
        """What it runs; empty where the image of others says so."""
        command: list[str] = self.spec.get("command", [])
        return ENTRY.get(self.name, []) + command

    @property
    def room(self) -> str | None:
        """The room of ours that it runs."""
        return self.words[3] if self.words[:3] == ["python", "-P", "-m"] else None

    @property
    def check(self) -> list[str]:
        """Its health check."""
        words: list[str] = self.spec.get("healthcheck", {}).get("test", [])
        return words[1:] if words[:1] == ["CMD"] else shlex.split(" ".join(words[1:]))

    @property
    def folders(self) -> list[str]:
        """Where it may write."""
        mounts = [each for each in self.spec.get("volumes", []) if not each.endswith(":ro")]
        temporary = [each.partition(":")[0] for each in self.spec.get("tmpfs", [])]
        return [each.split(":")[-1] for each in mounts] + temporary


class Deployment:
    """The files in a folder: the checkout's own, or a copy with a fault."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def text(self, name: str) -> str:
        """A file."""
        return (self.root / name).read_text()

    @cached_property
    def compose(self) -> Spec:
        """docker-compose.yml, its anchors followed."""
        return dict(yaml.load(self.text("docker-compose.yml"), _Loader))  # noqa: S506 - a safe one

    @cached_property
    def scaled(self) -> Spec:
        """The same with deploy/docker/scale.yml upon it."""
        merged = yaml.load(self.text("docker-compose.yml"), _Loader)  # noqa: S506
        added = yaml.load(self.text("deploy/docker/scale.yml"), _Loader)  # noqa: S506
        for name, changes in added["services"].items():
            spec = merged["services"][name] | changes
            merged["services"][name] = {k: v for k, v in spec.items() if v is not None}
        return dict(merged)

    @cached_property
    def services(self) -> dict[str, Service]:
        """The services by name."""
        return {
            name: Service(name, spec, self._told(spec.get("environment", {})))
            for name, spec in self.compose["services"].items()
        }

    @cached_property
    def steps(self) -> list[Step]:
        """The Dockerfile, instruction by instruction."""
        return list(self._steps())

    @property
    def stages(self) -> dict[str, str]:
        """What each stage is made from."""
        return {one.stage: one.arguments[0] for one in self.steps if one.word == "FROM"}

    @cached_property
    def example(self) -> dict[str, str | None]:
        """.env.example."""
        return dotenv_values(self.root / ".env.example")

    @property
    def variables(self) -> list[tuple[str, str, str]]:
        """What compose takes from `.env`: name, `-` or `?`, and the default or the reason."""
        lines = self.text("docker-compose.yml").splitlines()
        code = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
        return _VARIABLE.findall(code)

    @cached_property
    def nginx(self) -> Any:  # noqa: ANN401 - crossplane's own tree
        """nginx.conf, parsed with what it includes."""
        folder = self.root / "deploy/docker/nginx"
        return crossplane.parse(str(folder / "nginx.conf"), combine=True, strict=True)

    def directives(self, name: str) -> list[list[str]]:
        """The arguments of each directive of nginx of this name."""
        blocks = list(self.nginx["config"][0]["parsed"])
        found = []
        while blocks:
            block = blocks.pop(0)
            blocks = block.get("block", []) + blocks
            if block["directive"] == name:
                found.append(block["args"])
        return found

    def ports_of(self, service: Service) -> set[int]:
        """Where the service listens, by what it is told."""
        names = {"API_PORT", "METRICS_PORT"}
        ports = {int(value) for name, value in service.environment.items() if name in names}
        options = zip(service.words, service.words[1:], strict=False)
        ports |= {int(v) for option, v in options if option in {"--port", "--webui-port"}}
        if service.name == "kafka":
            properties = self.text("deploy/docker/kafka/broker.properties")
            line = next(one for one in properties.splitlines() if one.startswith("listeners="))
            ports |= {int(port) for port in re.findall(r":(\d+)", line)}
        if service.name == "frontend":
            ports |= {int(arguments[0]) for arguments in self.directives("listen")}
        return ports | {_STANDARD_PORTS[name] for name in {service.name} & _STANDARD_PORTS.keys()}

    def user_of(self, service: Service) -> str | None:
        """As whom it runs, if not as root."""
        user: str | None = service.spec.get("user")
        stage = service.spec["image"].partition(":")[0].removeprefix("telemetra/")
        while user is None and stage in self.stages:
            of_stage = [s.arguments[0] for s in self.steps if (s.stage, s.word) == (stage, "USER")]
            user = of_stage[-1] if of_stage else None
            stage = self.stages[stage]
        return user

    def filled(self, text: str) -> str:
        """The text, as compose fills it in where only the password is set."""
        return _VARIABLE.sub(lambda found: found[3] if found[2] == "-" else "a secret", text)

    def _told(self, environment: Mapping[str, str]) -> dict[str, str]:
        return {name: self.filled(value) for name, value in environment.items()}

    def _steps(self) -> Iterator[Step]:
        text = self.text("deploy/docker/Dockerfile").replace("\\\n", " ")
        stage = ""
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            word, _, rest = line.partition(" ")
            arguments = [rest] if word == "RUN" else rest.split()
            if word == "FROM":
                stage = arguments[-1]
            yield Step(stage, word, arguments)
