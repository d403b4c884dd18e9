"""USERNOTICE -> a transaction or a raid."""

from collections.abc import Mapping
from typing import Any, Final

from contracts.events import Event, RawFrame, StreamMeta, Transaction, TransactionKind
from contracts.topics import STREAM_META, TRANSACTIONS
from producer.chat import ANONYMOUS
from producer.fields import UnreadableFrameError, envelope, whole
from producer.irc import Line

_KINDS: Final = {
    "sub": TransactionKind.SUB,
    "resub": TransactionKind.RESUB,
    "subgift": TransactionKind.GIFT,
    "anonsubgift": TransactionKind.GIFT,
    "giftpaidupgrade": TransactionKind.UPGRADE,
    "anongiftpaidupgrade": TransactionKind.UPGRADE,
    "primepaidupgrade": TransactionKind.UPGRADE,
    "charitydonation": TransactionKind.CHARITY,
}

_QUANTITY_TAGS: Final = {
    TransactionKind.SUB: "msg-param-cumulative-months",
    TransactionKind.RESUB: "msg-param-cumulative-months",
    TransactionKind.GIFT: "msg-param-gift-months",
}

IGNORED_NOTICES: Final = frozenset(
    {
        "announcement",
        "anonsubmysterygift",
        "bitsbadgetier",
        "communitypayforward",
        "rewardgift",
        "ritual",
        "sharedchatnotice",
        "standardpayforward",
        "submysterygift",
        "unraid",
        "viewermilestone",
    }
)
"""Known and not needed. A mystery gift only announces the single gifts that follow it."""

_MAX_DECIMALS: Final = 18


def parse_usernotice(line: Line, frame: RawFrame) -> tuple[tuple[str, Event], ...]:
    """What the notice tells, or nothing where we keep no such thing.

    Raises:
        UnreadableFrameError: A tag cannot be read.
    """
    notice = line.tags.get("msg-id")
    if not notice:
        raise UnreadableFrameError("USERNOTICE has no msg-id, so it says nothing")
    if notice == "raid":
        return ((STREAM_META, _raid(line, frame)),)
    kind = _KINDS.get(notice)
    return ((TRANSACTIONS, _transaction(kind, line, frame)),) if kind else ()


def _raid(line: Line, frame: RawFrame) -> StreamMeta:
    tags = line.tags
    return StreamMeta.model_validate(
        {
            **envelope(line, frame),
            "raid_from": tags.get("msg-param-login") or tags.get("login", ""),
            "raid_viewers": whole(tags, "msg-param-viewerCount"),
        }
    )


def _transaction(kind: TransactionKind, line: Line, frame: RawFrame) -> Transaction:
    tags = line.tags
    is_charity = kind is TransactionKind.CHARITY
    return Transaction.model_validate(
        {
            **envelope(line, frame),
            "kind": kind,
            "quantity": _quantity(kind, tags),
            "tier": tags.get("msg-param-sub-plan") or None,
            "amount": _donated_usd(tags) if is_charity else None,
            "recipient_login": tags.get("msg-param-recipient-user-name") or None,
            **_giver(tags),
        }
    )


def _quantity(kind: TransactionKind, tags: Mapping[str, str]) -> int:
    name = _QUANTITY_TAGS.get(kind)
    return whole(tags, name, default=1) if name else 1


def _giver(tags: Mapping[str, str]) -> dict[str, Any]:
    login = tags.get("login", "").lower()
    is_hidden = login in ANONYMOUS or tags["msg-id"] == "anonsubgift"
    if is_hidden or not login:
        return {"login": None, "display_name": None}
    return {"login": login, "display_name": tags.get("display-name") or login}


def _donated_usd(tags: Mapping[str, str]) -> float | None:
    """The sum in USD; null in another currency, for no rate of exchange is known."""
    if tags.get("msg-param-donation-currency") != "USD":
        return None
    decimals = whole(tags, "msg-param-exponent", default=0)
    if decimals > _MAX_DECIMALS:
        raise UnreadableFrameError(
            f"the donation has {decimals} decimals; there are at most {_MAX_DECIMALS}"
        )
    return whole(tags, "msg-param-donation-amount") / float(10**decimals)
