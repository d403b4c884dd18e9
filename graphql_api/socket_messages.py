"""What a client of graphql-transport-ws may say, and what is wrong with what it said."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

Words = Annotated[str, StringConstraints(min_length=1)]
Map = dict[str, Any] | None


class _Message(BaseModel):
    model_config = ConfigDict(strict=True)


class _Control(_Message):
    type: Literal["connection_init", "ping", "pong"]
    payload: Map = None


class _Request(_Message):
    query: Words
    variables: Map = None
    operationName: Words | None = None  # noqa: N815 - the protocol's name
    extensions: Map = None


class _Subscribe(_Message):
    type: Literal["subscribe"]
    id: Words
    payload: _Request


class _Complete(_Message):
    type: Literal["complete"]
    id: Words


_MESSAGE: Final = TypeAdapter[_Message](
    Annotated[_Control | _Subscribe | _Complete, Field(discriminator="type")]
)


def fault_of(message: object) -> str | None:
    """What is wrong with this JSON as a message, and where; null when it is well formed."""
    try:
        _MESSAGE.validate_python(message)
    except ValidationError as refused:
        error = refused.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, error["loc"][1:]))
        return f"{place}: {error['msg']}" if place else error["msg"]
    return None
