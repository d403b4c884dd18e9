"""What a moment is made of."""

from datetime import datetime
from typing import Any

import strawberry


@strawberry.type(description="An emote that was used in a moment.")
class EmoteContribution:
    """An emote's part."""

    emote: str = strawberry.field(description="The emote's code.")
    usage_count: int = strawberry.field(description="Uses in the moment's window.")


@strawberry.type(description="A chatter who wrote in a moment.")
class ChatterContribution:
    """A chatter's part."""

    login: str = strawberry.field(description="The chatter's login.")
    message_count: int = strawberry.field(description="Messages in the moment's window.")


@strawberry.type(description="A word that was written in a moment.")
class TermContribution:
    """A word's part."""

    term: str = strawberry.field(description="The word, in lower case.")
    chatter_count: int = strawberry.field(description="Different chatters who wrote it.")


@strawberry.type(description="What a moment is made of, the largest part first.")
class Contributors:
    """The parts of a moment."""

    emotes: list[EmoteContribution] = strawberry.field(description="The emotes used most.")
    chatters: list[ChatterContribution] = strawberry.field(description="The busiest chatters.")
    terms: list[TermContribution] = strawberry.field(
        description="The words written by most; empty where words are not looked at."
    )

    @classmethod
    def of(cls, parts: dict[str, list[dict[str, Any]]]) -> "Contributors":
        """The parts, as they are stored."""
        return cls(
            emotes=[EmoteContribution(**part) for part in parts.get("emotes", [])],
            chatters=[ChatterContribution(**part) for part in parts.get("chatters", [])],
            terms=[TermContribution(**part) for part in parts.get("terms", [])],
        )


@strawberry.type(description="A message from a moment, word for word.")
class SampleMessage:
    """One message."""

    login: str = strawberry.field(description="Who wrote it, by login.")
    display_name: str = strawberry.field(description="Who wrote it, as they write their name.")
    text: str = strawberry.field(description="What they wrote.")
    occurred_at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, stored: dict[str, str]) -> "SampleMessage":
        """The message, as it is stored."""
        return cls(
            login=stored["login"],
            display_name=stored["display_name"],
            text=stored["text"],
            occurred_at=datetime.fromisoformat(stored["occurred_at"]),
        )
