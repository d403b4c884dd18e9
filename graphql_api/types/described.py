"""Strawberry's field and enum value, typed for mypy and never without a description."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

_Resolver = TypeVar("_Resolver", bound=Callable[..., Any])


def field(resolver: _Resolver) -> _Resolver:
    """A field whose description is its resolver's docstring.

    Raises:
        ValueError: there is no docstring.
    """
    if not resolver.__doc__:
        raise ValueError(f"{resolver.__qualname__} needs a docstring: clients read it")
    described = strawberry.field(resolver, description=" ".join(resolver.__doc__.split()))
    return cast("_Resolver", described)


def enum_value(value: str, description: str) -> str:
    """A member of a GraphQL enum, whose `.value` is the plain text."""
    return cast("str", strawberry.enum_value(value, description=description))
