"""Events on the wire."""

from contracts.events import ChatMessage, to_json
from tests.events import a_chat_message, an_emote


def test_an_event_is_the_same_after_the_wire() -> None:
    event = a_chat_message(text="naïve 🎉", emotes=[an_emote()])
    assert ChatMessage.model_validate_json(to_json(event)) == event


def test_a_field_that_is_not_known_is_no_error() -> None:
    wire = to_json(a_chat_message()).replace(b"{", b'{"new": 1, ', 1)
    assert not hasattr(ChatMessage.model_validate_json(wire), "new")
