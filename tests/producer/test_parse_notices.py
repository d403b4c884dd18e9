import pytest

from contracts.events import StreamMeta, Transaction, TransactionKind
from producer.parse import Parsed, parse
from tests.frames import (
    NOON,
    a_clearchat,
    a_gift,
    a_gift_bomb,
    a_raid,
    a_raw_frame,
    a_sub,
    a_usernotice,
)


def parsed(raw: str) -> Parsed:
    return parse(a_raw_frame(raw))


def transaction_of(raw: str) -> Transaction:
    ((topic, event),) = parsed(raw).events
    assert topic == "transactions"
    assert isinstance(event, Transaction)
    return event


@pytest.mark.parametrize(
    ("months", "kind"), [(1, TransactionKind.SUB), (14, TransactionKind.RESUB)]
)
def test_a_subscription_counts_its_months_and_has_no_price(
    months: int, kind: TransactionKind
) -> None:
    event = transaction_of(a_sub(months=months, tier="Prime"))
    assert (event.kind, event.quantity, event.tier) == (kind, months, "Prime")
    assert event.amount is None
    assert (event.login, event.display_name) == ("ann", "Ann")
    assert event.occurred_at == NOON


def test_the_text_of_a_resubscription_is_no_chat_message() -> None:
    assert [topic for topic, _ in parsed(a_usernotice("resub", text="hi all")).events] == [
        "transactions"
    ]


def test_a_gift_names_who_gets_it() -> None:
    event = transaction_of(a_gift(recipient="bob", months=3, tier="2000"))
    assert (event.kind, event.quantity, event.tier) == (TransactionKind.GIFT, 3, "2000")
    assert (event.login, event.recipient_login) == ("ann", "bob")


def test_a_gift_bomb_counts_each_gift_once_and_not_its_announcement() -> None:
    results = [parsed(line) for line in a_gift_bomb(["bob", "eve", "joe"])]
    assert [result.ignored for result in results] == ["submysterygift", None, None, None]
    assert [len(result.events) for result in results] == [0, 1, 1, 1]
    ids = {event.event_id for result in results for _, event in result.events}
    assert len(ids) == 3


@pytest.mark.parametrize("line", [a_gift(login="ananonymousgifter"), a_usernotice("anonsubgift")])
def test_an_anonymous_gift_has_no_giver(line: str) -> None:
    event = transaction_of(line)
    assert event.kind is TransactionKind.GIFT
    assert (event.login, event.display_name) == (None, None)


@pytest.mark.parametrize("notice", ["giftpaidupgrade", "anongiftpaidupgrade", "primepaidupgrade"])
def test_who_goes_on_paying_upgrades(notice: str) -> None:
    event = transaction_of(a_usernotice(notice))
    assert (event.kind, event.quantity, event.login) == (TransactionKind.UPGRADE, 1, "ann")


@pytest.mark.parametrize(("currency", "amount"), [("USD", 12.34), ("EUR", None)])
def test_a_donation_has_its_amount_in_dollars_only(currency: str, amount: float | None) -> None:
    tags = {
        "msg-param-donation-amount": "1234",
        "msg-param-donation-currency": currency,
        "msg-param-exponent": "2",
    }
    event = transaction_of(a_usernotice("charitydonation", tags))
    assert (event.kind, event.quantity, event.amount) == (TransactionKind.CHARITY, 1, amount)


def test_a_raid_tells_who_came_with_how_many() -> None:
    ((topic, event),) = parsed(a_raid(login="bigfriend", viewers=250)).events
    assert topic == "stream_meta"
    assert isinstance(event, StreamMeta)
    assert (event.raid_from, event.raid_viewers, event.live) == ("bigfriend", 250, None)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (a_clearchat(), "CLEARCHAT"),
        ("@login=ann;tmi-sent-ts=1 :tmi.twitch.tv CLEARMSG #alpha :bad word", "CLEARMSG"),
        ("PING :tmi.twitch.tv", "PING"),
        (":tmi.twitch.tv PONG tmi.twitch.tv :hello", "PONG"),
        ("@msg-id=slow_on :tmi.twitch.tv NOTICE #alpha :slow", "NOTICE"),
        (":ann!ann@ann.tmi.twitch.tv JOIN #alpha", "JOIN"),
        (":tmi.twitch.tv 001 justinfan1 :Welcome", "001"),
        (":tmi.twitch.tv CAP * ACK :twitch.tv/tags twitch.tv/commands", "CAP"),
        (a_usernotice("announcement", text="news"), "announcement"),
        (a_usernotice("something-new-of-twitch"), "USERNOTICE"),
        (a_usernotice("sub", {"source-room-id": "another"}), "shared_chat"),
    ],
)
def test_what_is_known_and_not_needed_is_ignored_by_name(line: str, name: str) -> None:
    assert parsed(line) == Parsed(ignored=name)
