"""Strawberry's field and enum value, typed for mypy and never without a description."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, cast

import strawberry

CHECK: Final = "check"
"""Where an argument's metadata holds its check."""

Check = Callable[[Mapping[str, Any]], object]
"""Looks at the arguments of a field, by their GraphQL names, before anything is run.

Raises BadInputError, which says what would be right.
"""

_Resolver = TypeVar("_Resolver", bound=Callable[..., Any])


def field(resolver: _Resolver) -> _Resolver:
    """A field whose description is its resolver's docstring.

    Raises:
        ValueError: there is no docstring.
    """
    described = strawberry.field(resolver, description=_description(resolver))
    return cast("_Resolver", described)


def subscription(resolver: _Resolver) -> _Resolver:
    """A field of Subscription, described as `field` does.

    Raises:
        ValueError: there is no docstring.
    """
    described = strawberry.subscription(resolver, description=_description(resolver))
    return cast("_Resolver", described)


def argument(description: str, *, name: str | None = None, check: Check | None = None) -> Any:  # noqa: ANN401 - Strawberry's own
    """An argument with its description, and with what it must be beside its type."""
    metadata = {} if check is None else {CHECK: check}
    return strawberry.argument(description=description, name=name, metadata=metadata)


def enum_value(value: str, description: str) -> str:
    """A member of a GraphQL enum, whose `.value` is the plain text."""
    return cast("str", strawberry.enum_value(value, description=description))


def _description(resolver: Callable[..., Any]) -> str:
    if not resolver.__doc__:
        raise ValueError(f"{resolver.__qualname__} needs a docstring: clients read it")
    return " ".join(resolver.__doc__.split())
