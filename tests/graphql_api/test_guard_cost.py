"""What an operation costs, and how large it is, against a walk of every path."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLObjectType,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    is_leaf_type,
    parse,
)
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from hypothesis import given
from hypothesis import strategies as st

from graphql_api.guard.cost import FREE, cost_of
from graphql_api.guard.limits import LOCAL, PRODUCTION
from graphql_api.guard.prices import PRICES
from graphql_api.guard.shape import _Measure, oversizes_of
from graphql_api.schema import schema

GRAPHQL = schema._schema
WEEK = 'from: "2024-01-01T00:00:00Z", to: "2024-01-08T00:00:00Z"'


def _operation(document: DocumentNode) -> OperationDefinitionNode:
    (operation,) = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return operation


def _values(document: DocumentNode, variables: Mapping[str, Any]) -> VariableValues:
    defined = _operation(document).variable_definitions or ()
    values = get_variable_values(GRAPHQL, defined, dict(variables))
    assert isinstance(values, VariableValues)
    return values


def _cost(text: str, **variables: Any) -> int:
    document = parse(text)
    return cost_of(GRAPHQL, document, _operation(document), _values(document, variables))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("{ __typename }", 1),
        ("{ __schema { types { name fields { name } } } }", 20),
        ("{ pipeline { watermark relays { name } } }", 10),
        ('{ stream(id: "a") { id } }', 1),
        ('{ a: stream(id: "a") { id } b: stream(id: "b") { id } }', 2),
        ("{ streams(first: 100) { edges { node { id } } } }", 2 + 100 * 0.1),
        ("{ streams { edges { node { id } } } }", 2 + 20 * 0.1),
        ("{ streams(last: 50) { edges { node { id } } } }", 2 + 50 * 0.1),
        ("{ streams(first: 10) { edges { node { topChatters { login } } } } }", 2 + 10 * 5.1),
        ('{ metrics(streamId: "a") { isFinal } }', 1 + 60 * 0.02),
        (f'{{ metrics(streamId: "a", {WEEK}) {{ isFinal }} }}', 1 + 10_080 * 0.02),
        (f'{{ metrics(streamId: "a", {WEEK}, step: HOUR) {{ isFinal }} }}', 1 + 168 * 0.02),
        ('{ series(streamIds: ["a", "b"], metrics: [REVENUE, CHAT_RATE]) { values } }', 1.24),
        (f'{{ series(streamIds: ["a"], metrics: [REVENUE], {WEEK}) {{ values }} }}', 3),
        ('{ metrics(streamId: "a", from: "2024-01-01") { isFinal } }', 1 + 10_080 * 0.02),
        ('{ metrics(streamId: "a", from: "1066-01-01T00:00:00Z") { isFinal } }', 1.02),
        ('subscription { metrics(streamId: "a") { __typename } }', 2 + 60 * 0.1),
        ("subscription { streams { cursor } }", 2 + 60 * 1),
        ('{ metrics(streamId: "a") @include(if: false) { isFinal } }', 1 + 60 * 0.02),
    ],
)
def test_a_field_costs_what_it_can_give(text: str, points: float) -> None:
    assert _cost(text) == math.ceil(points)


def test_variables_count_as_what_they_hold() -> None:
    text = "query ($n: Int, $m: [MetricName!]!) { streams(first: $n) { edges { node {"
    text += " series(metrics: $m, step: MINUTE) { values } } } } }"
    cost = _cost(text, n=100, m=["REVENUE"] * 5)
    assert cost == math.ceil(2 + 100 * (0.1 + 1 + 5 * 60 * 0.001))


def test_the_prices_name_only_fields_that_are_there() -> None:
    for name in PRICES:
        type_name, field_name = name.split(".")
        parent = GRAPHQL.type_map[type_name]
        assert isinstance(parent, GraphQLObjectType)
        assert field_name in parent.fields


def test_every_field_has_a_price_or_is_part_of_what_was_loaded() -> None:
    """Whatever is loaded by itself has arguments, is a root, or goes back to a stream."""
    for name, parent in GRAPHQL.type_map.items():
        if not isinstance(parent, GraphQLObjectType) or name.startswith("__"):
            continue
        for field_name, field in parent.fields.items():
            is_root = parent in {GRAPHQL.query_type, GRAPHQL.subscription_type}
            goes_back = get_named_type(field.type).name == "Stream" and name != "StreamEdge"
            if is_root or field.args or goes_back:
                assert f"{name}.{field_name}" in PRICES
            elif is_leaf_type(get_named_type(field.type)):
                assert f"{name}.{field_name}" not in PRICES


def test_production_is_nowhere_more_generous() -> None:
    for name in LOCAL.__slots__:
        assert getattr(PRODUCTION, name) <= getattr(LOCAL, name)


# --- Against a walk of every path --------------------------------------------------------------

FRAGMENTS = 4


def _selections(
    types: dict[int, str], type_: str, ahead: int, depth: int
) -> st.SearchStrategy[str]:
    """Selections of a type, which spread only fragments that come later: there is no cycle."""
    spreads = [f"...f{i}" for i in range(ahead, FRAGMENTS) if types[i] == type_]
    leaves = [st.just("id"), st.just("a: id"), st.just("id @include(if: true)")]
    leaves += [st.sampled_from(spreads)] if spreads else []
    inner = []
    if depth:
        stream = _selections(types, "Stream", ahead, depth - 1)
        moment = _selections(types, "Moment", ahead, depth - 1)
        count = st.integers(1, 100)
        inner = [
            st.builds(
                ("... on " + type_ + " {{ {} }}").format, stream if type_ == "Stream" else moment
            )
        ]
        if type_ == "Stream":
            inner += [
                st.builds(
                    "moments(first: {}) {{ edges {{ node {{ {} }} }} }}".format, count, moment
                ),
                st.builds("topChatters(first: {}) {{ login }}".format, count),
            ]
        else:
            inner += [st.builds("stream {{ {} }}".format, stream)]
    return st.lists(st.one_of(*leaves, *inner), min_size=1, max_size=4).map(" ".join)


@st.composite
def _documents(draw: st.DrawFn) -> DocumentNode:
    types = {i: draw(st.sampled_from(["Stream", "Moment"])) for i in range(FRAGMENTS)}
    parts = [f'{{ stream(id: "a") {{ {draw(_selections(types, "Stream", 0, 2))} }} }}']
    for i, type_ in types.items():
        body = draw(_selections(types, type_, i + 1, 1))
        parts.append(f"fragment f{i} on {type_} {{ {body} }}")
    return parse("\n".join(parts))


def _every_path(
    document: DocumentNode, selections: SelectionSetNode | None, parent: Any, values: VariableValues
) -> tuple[float, int, int, int]:
    """Points, selections, aliases and levels, with no memory of fragments."""
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    points, count, aliases, levels = 0.0, 0, 0, 0
    for node in selections.selections if selections else ():
        count += 1
        price, size, below, on = FREE, 1, getattr(node, "selection_set", None), parent
        if isinstance(node, FieldNode):
            field = parent.fields[node.name.value]
            price = PRICES.get(f"{parent.name}.{node.name.value}", FREE)
            size = price.size(get_argument_values(field, node, values))
            aliases += node.alias is not None
            on = get_named_type(field.type)
        elif isinstance(node, FragmentSpreadNode):
            below = fragments[node.name.value].selection_set
            on = GRAPHQL.type_map[fragments[node.name.value].type_condition.name.value]
        else:
            assert isinstance(node, InlineFragmentNode)
        inside = _every_path(document, below, on, values)
        points += price.own + size * (price.each + inside[0])
        count, aliases = count + inside[1], aliases + inside[2]
        levels = max(levels, inside[3])
    return points, count, aliases, levels + bool(selections)


@given(document=_documents())
def test_each_fragment_is_looked_at_once_and_counts_wherever_it_is_spread(
    document: DocumentNode,
) -> None:
    operation, values = _operation(document), _values(document, {})
    points, count, aliases, levels = _every_path(
        document, operation.selection_set, GRAPHQL.query_type, values
    )
    shape = _Measure(document, levels=1_000).of(operation)

    assert cost_of(GRAPHQL, document, operation, values) == math.ceil(round(points, 6))
    assert (shape.selections, shape.aliases, shape.levels) == (count, aliases, levels)


def test_a_fan_out_without_end_is_measured_at_once() -> None:
    parts = ['{ stream(id: "a") { ...f0 } }', "fragment f22 on Stream { id }"]
    parts += [f"fragment f{i} on Stream {{ ...f{i + 1} ...f{i + 1} }}" for i in range(22)]
    (fault,) = oversizes_of(parse("\n".join(parts)), LOCAL)
    assert fault.message.endswith("selections with its fragments laid out, not far more")


@pytest.mark.parametrize(
    "text",
    [
        "{ ...a } fragment a on Query { ...a }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a ...a }",
        "{ ...missing }",
    ],
)
def test_what_is_wrong_is_left_to_validation(text: str) -> None:
    assert oversizes_of(parse(text), LOCAL) == []
