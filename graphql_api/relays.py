"""Valkey -> what the relays say of themselves, and how far the feeds are relayed."""

from collections.abc import Sequence

from pydantic import ValidationError

from contracts.redis_names import RELAYS, relay_status_key
from contracts.relay import RelayStatus
from graphql_api.cache import Cache


async def relay_statuses(cache: Cache) -> list[RelayStatus] | None:
    """The relays that spoke within the last ten seconds, by name; null without Valkey."""
    names = await cache.names(RELAYS)
    if names is None:
        return None
    told = await cache.get_many([relay_status_key(name) for name in names])
    return [status for each in told if each and (status := _status_of(each))]


def newest_of(relays: Sequence[RelayStatus]) -> RelayStatus | None:
    """The relay that relayed last; null before the first record."""
    relayed = [relay for relay in relays if relay.relayed_at]
    return max(relayed, key=lambda relay: (relay.relayed_at, relay.relay), default=None)


def lag_of(relays: Sequence[RelayStatus], topic: str) -> int | None:
    """Records of a derived topic that no relay has relayed yet; null where none can tell."""
    known = [lag for relay in relays if (lag := relay.lag.get(topic)) is not None]
    return min(known, default=None)


def _status_of(told: bytes) -> RelayStatus | None:
    try:
        return RelayStatus.model_validate_json(told)
    except ValidationError:
        return None  # Of another version than ours: as good as silent.
