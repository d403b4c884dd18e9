"""Where a client is in the feed that it follows, as its transport and its operation tell it."""

from dataclasses import dataclass

from contracts.feeds import Cursor


@dataclass(slots=True)
class Place:
    """`after` is where the transport says it was, `cursor` that of the event it was given last.

    Null where there is none.
    """

    after: Cursor | None = None
    cursor: Cursor | None = None
