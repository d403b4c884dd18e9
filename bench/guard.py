"""`python -m bench.guard`: what documents cost the API that are as large as may be, or larger.

CPU time of this process, medians. A document that is accepted is parsed, measured, validated and
priced, but not run; one that is refused goes through all that the API does with it.
"""

import argparse
import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from statistics import median
from types import SimpleNamespace
from typing import Any, Final

from graphql import get_introspection_query, get_operation_ast, parse, specified_rules
from graphql.execution.values import VariableValues
from graphql.language import Lexer, Source, TokenKind

from bench.figures import markdown
from graphql_api.guard.cost import cost_of
from graphql_api.guard.documents import faults_of
from graphql_api.guard.limits import LOCAL
from graphql_api.schema import schema

GRAPHQL: Final = schema._schema  # noqa: SLF001 - graphql-core's
MOST_MS: Final = 250.0
MIB: Final = 1_048_576

FIELDS: Final = ("watermark", "newestWindowAt", "lastBatchAt", "freshnessSeconds", "deadLetters")
FRAGMENTS: Final = 107


def _some(count: int) -> str:
    return " ".join(islice(cycle(FIELDS), count))


def _fragments(body: Callable[[int], str], count: int) -> str:
    return " ".join(f"fragment f{i} on Stream {{ {body(i)} }}" for i in range(count))


def _chained(i: int) -> str:
    return f"id ...f{i + 1}" if i % 20 < 19 else "id"


ACCEPTED: Final[Mapping[str, str]] = {
    "the same few fields again and again": f"{{ pipeline {{ {_some(LOCAL.tokens - 5)} }} }}",
    "many fragments side by side": (
        f'{{ stream(id: "a") {{ {" ".join(f"...f{i}" for i in range(FRAGMENTS))} }} }} '
        + _fragments(lambda _: "id", FRAGMENTS)
    ),
    "many fragments in each other": (
        f'{{ stream(id: "a") {{ {" ".join(f"...f{i}" for i in range(0, 80, 20))} }} }} '
        + _fragments(_chained, 80)
    ),
    "many arguments": "{ "
    + " ".join(
        f's{i}: series(streamIds: ["a"], metrics: [{"REVENUE " * 20}], step: HOUR) {{ unit }}'
        for i in range(23)
    )
    + " }",
    "introspection, as GraphiQL asks it": get_introspection_query(
        specified_by_url=True, directive_is_repeatable=True, input_value_deprecation=True
    ),
}

REFUSED: Final[Mapping[str, str]] = {
    "a fan-out of 100 fragments": '{ stream(id: "a") { ...f0 } } fragment f100 on Stream { id } '
    + _fragments(lambda i: f"...f{i + 1} ...f{i + 1}", 100),
    "200 aliases": f"{{ pipeline {{ {' '.join(f'a{i}: watermark' for i in range(200))} }} }}",
    "5 000 tokens": f"{{ {'a ' * 4_998} }}",
    "5 000 levels": "{a" * 5_000 + "}" * 5_000,
    "a message of 2 MiB": f"{{ {'a ' * MIB} }}",
}


@dataclass(frozen=True, slots=True)
class Cpu:
    """Milliseconds of CPU: of all that is done with a document, and of its validation alone."""

    all: float
    validation: float


def hold(is_so: bool, otherwise: str) -> None:
    """Go on only if it is so.

    Raises:
        ValueError: it is not, with what is so otherwise.
    """
    if not is_so:
        raise ValueError(otherwise)


def measured(work: Callable[[], Any], rounds: int) -> float:
    """Milliseconds of CPU that the work takes, in the median."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1_000)
    return median(taken)


def accepted(text: str, rounds: int) -> Cpu:
    """What a document costs that is within the limits.

    Raises:
        ValueError: it is not.
    """

    def look() -> None:
        document = parse(text, max_tokens=LOCAL.tokens, max_source_length=LOCAL.characters)
        faults = faults_of(GRAPHQL, document, specified_rules, LOCAL)
        hold(not faults, f"it is refused: {faults}")
        operation = get_operation_ast(document)
        if operation is not None:
            cost_of(GRAPHQL, document, operation, VariableValues({}, {}))

    document = parse(text)
    validation = measured(lambda: faults_of(GRAPHQL, document, specified_rules, LOCAL), rounds)
    return Cpu(measured(look, rounds), validation)


def refused(text: str, rounds: int) -> float:
    """Milliseconds of CPU of the whole refusal.

    Raises:
        ValueError: it is accepted.
    """
    context = {"resources": SimpleNamespace(limits=LOCAL)}

    async def ask() -> float:
        taken = []
        for _ in range(rounds):
            start = time.process_time()
            answer = await schema.execute(text, context_value=context)
            taken.append((time.process_time() - start) * 1_000)
            hold(bool(answer.errors) and answer.data is None, f"it is accepted: {text[:80]}")
        return median(taken)

    return asyncio.run(ask())


def tokens_of(text: str) -> int:
    """How many tokens a document has."""
    lexer, count = Lexer(Source(text)), 0
    while lexer.advance().kind is not TokenKind.EOF:
        count += 1
    return count


def main() -> None:
    """Print both tables; fail where a document costs 250 ms, or its refusal a validation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    costs = {name: accepted(text, rounds) for name, text in ACCEPTED.items()}
    rows = [
        (name, tokens_of(ACCEPTED[name]), cpu.all, cpu.validation) for name, cpu in costs.items()
    ]
    print(markdown(["accepted", "tokens", "CPU ms", "of it validation"], rows))
    dearest = max(costs.values(), key=lambda cpu: cpu.all)
    refusals = {name: refused(text, rounds) for name, text in REFUSED.items()}
    print()
    header = ["refused", "CPU ms", "of the dearest document's validation"]
    rows_refused = [(name, ms, ms / dearest.validation) for name, ms in refusals.items()]
    print(markdown(header, rows_refused))
    hold(dearest.all < MOST_MS, f"the dearest document takes {dearest.all:.0f} ms")
    for name, ms in refusals.items():
        hold(ms < dearest.validation, f"{name} is refused for more than the dearest is validated")


if __name__ == "__main__":
    main()
