from datetime import timedelta

import pytest

from contracts.events import ChatMessage, Emote, Transaction, TransactionKind
from producer.parse import Parsed, parse
from tests.frames import NOON, a_privmsg, a_raw_frame, milliseconds


def parsed(raw: str, **fields: object) -> Parsed:
    return parse(a_raw_frame(raw, **fields))


def message_of(raw: str, **fields: object) -> ChatMessage:
    result = parsed(raw, **fields)
    assert result.error is None
    (topic, event) = result.events[0]
    assert topic == "chat"
    assert isinstance(event, ChatMessage)
    return event


def test_a_message_carries_who_said_what_where_and_when() -> None:
    message = message_of(a_privmsg("hello there", {"id": "m1", "user-id": "42"}, login="ann"))
    assert message == ChatMessage(
        event_id="m1",
        stream_id="alpha",
        occurred_at=NOON,
        received_at=NOON,
        text="hello there",
        chatter_id="42",
        login="ann",
        display_name="Ann",
    )


def test_the_order_of_tags_means_nothing() -> None:
    raw = a_privmsg("Kappa", {"badges": "vip/1", "emotes": "25:0-4", "bits": "5"})
    tags, _, rest = raw.removeprefix("@").partition(" ")
    backwards = ";".join(reversed(tags.split(";")))
    assert parsed(f"@{backwards} {rest}") == parsed(raw)


def test_a_text_without_its_colon_is_the_same_text() -> None:
    assert message_of(a_privmsg("hello", colon=False)) == message_of(a_privmsg("hello"))


def test_the_time_is_shifted_as_the_run_is() -> None:
    shift = timedelta(days=3, milliseconds=7)
    message = message_of(
        a_privmsg(tags={"rm-received-ts": milliseconds(NOON + timedelta(seconds=2))}),
        time_shift_seconds=shift.total_seconds(),
        received_at=NOON + shift,
    )
    assert message.occurred_at == NOON + shift
    assert message.received_at == NOON + shift + timedelta(seconds=2)


def test_without_a_receiver_s_tag_the_source_says_when_it_was_received() -> None:
    later = NOON + timedelta(seconds=1)
    assert message_of(a_privmsg(), received_at=later).received_at == later


def test_badges_keep_name_and_version_and_months_come_from_badge_info() -> None:
    tags = {"badges": "subscriber/12,turbo/1", "badge-info": "subscriber/17"}
    message = message_of(a_privmsg(tags=tags))
    assert [(badge.name, badge.version) for badge in message.badges] == [
        ("subscriber", "12"),
        ("turbo", "1"),
    ]
    assert message.subscriber_months == 17


@pytest.mark.parametrize(
    ("badge_info", "months"),
    [("founder/30", 30), ("predictions/blue,subscriber/4", 4), ("", None), ("bits/5", None)],
)
def test_months_are_those_of_a_subscriber_or_founder(badge_info: str, months: int | None) -> None:
    assert message_of(a_privmsg(tags={"badge-info": badge_info})).subscriber_months == months


def test_emotes_are_found_by_code_points_after_an_emoji() -> None:
    text = "😂👍🏽 Kappa Keepo Kappa"
    message = message_of(a_privmsg(text, {"emotes": "25:4-8,16-20/1902:10-14"}))
    assert message.emotes == [
        Emote(code="Kappa", emote_id="25", start=4, end=8),
        Emote(code="Keepo", emote_id="1902", start=10, end=14),
        Emote(code="Kappa", emote_id="25", start=16, end=20),
    ]


def test_a_me_message_is_its_inner_text_and_emotes_count_from_there() -> None:
    message = message_of(a_privmsg("\x01ACTION waves Kappa\x01", {"emotes": "25:6-10"}))
    assert message.text == "waves Kappa"
    assert message.emotes == [Emote(code="Kappa", emote_id="25", start=6, end=10)]


def test_a_reply_names_its_parent_and_emotes_count_from_the_whole_text() -> None:
    tags = {"reply-parent-msg-id": "p1", "reply-parent-display-name": "Bob", "emotes": "25:5-9"}
    message = message_of(a_privmsg("@Bob Kappa", tags))
    assert message.reply_to == "p1"
    assert [emote.code for emote in message.emotes] == ["Kappa"]


@pytest.mark.parametrize(
    "emotes", ["25:0-5", "25:4-2", "25:9-12", "25:", "25", "25:a-b", "25:-1-2"]
)
def test_an_emote_that_does_not_fit_the_text_is_an_error_that_names_it(emotes: str) -> None:
    error = parsed(a_privmsg("Kappa", {"emotes": emotes})).error
    assert error is not None
    assert "'25'" in error


def test_a_first_message_is_marked() -> None:
    assert message_of(a_privmsg(tags={"first-msg": "1"})).is_first_message
    assert not message_of(a_privmsg()).is_first_message


def test_a_chatter_without_a_display_name_shows_the_login() -> None:
    assert message_of(a_privmsg(tags={"display-name": ""}, login="ann")).display_name == "ann"


def test_a_channel_is_its_login_in_lower_case() -> None:
    assert message_of(a_privmsg(channel="AlPha")).stream_id == "alpha"


def test_bits_make_a_transaction_of_a_cent_each_with_the_message_s_id() -> None:
    result = parsed(a_privmsg("Cheer250 nice", {"bits": "250", "id": "m1"}))
    (_, message), (topic, cheer) = result.events
    assert isinstance(message, ChatMessage)
    assert message.bits == 250
    assert topic == "transactions"
    assert cheer == Transaction(
        event_id="m1",
        stream_id="alpha",
        occurred_at=NOON,
        received_at=NOON,
        kind=TransactionKind.BITS,
        quantity=250,
        amount=2.5,
        login="ann",
        display_name="Ann",
    )


def test_an_anonymous_cheer_has_no_name() -> None:
    result = parsed(a_privmsg(tags={"bits": "1"}, login="ananonymouscheerer"))
    cheer = result.events[1][1]
    assert isinstance(cheer, Transaction)
    assert (cheer.login, cheer.display_name) == (None, None)


def test_a_message_of_another_room_of_a_shared_chat_is_that_room_s_to_count() -> None:
    tags = {"room-id": "1", "source-room-id": "2", "source-id": "x"}
    assert parsed(a_privmsg(tags=tags)) == Parsed(ignored="shared_chat")
    assert len(parsed(a_privmsg(tags=tags | {"source-room-id": "1"})).events) == 1


def test_without_an_id_the_same_frame_gives_the_same_one_and_another_frame_another() -> None:
    first = message_of(a_privmsg("one", {"id": ""}))
    assert first.event_id
    assert message_of(a_privmsg("one", {"id": ""})).event_id == first.event_id
    assert message_of(a_privmsg("two", {"id": ""})).event_id != first.event_id


def test_a_derived_id_does_not_depend_on_the_shift() -> None:
    raw, day = a_privmsg(tags={"id": ""}), timedelta(days=1)
    shifted = message_of(raw, time_shift_seconds=day.total_seconds(), received_at=NOON + day)
    assert shifted.event_id == message_of(raw).event_id
