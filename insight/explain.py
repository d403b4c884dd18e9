"""What was said in a moment: its terms, and the messages that show it best."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

MIN_TERM_LETTERS: Final = 3
STOP_WORDS: Final = frozenset(
    (
        *("the", "and", "for", "you", "your", "are", "was", "that", "this", "with", "have", "has"),
        *("not", "but", "what", "who", "why", "how", "when", "where", "his", "her", "she", "him"),
        *("they", "them", "its", "it's", "i'm", "just", "like", "get", "got", "out", "can", "did"),
        *("does", "from", "all", "one", "now", "too"),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the moment."""

    event_id: str
    login: str
    display_name: str
    text: str
    occurred_at: datetime
    emotes: frozenset[str]


def count_terms(messages: Sequence[Said], *, first: int = 5) -> list[tuple[str, int]]:
    """The words that most different chatters used, with how many did; ties in the alphabet's order.

    Emotes are left out (they are counted apart), as are stop words and words under three letters.
    """
    pairs = {(term, message.login) for message in messages for term in _terms(message)}
    counts = Counter(term for term, _ in pairs)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:first]


def pick_samples(messages: Sequence[Said], *, first: int = 3) -> list[Said]:
    """The messages that say most of what the others say, in the order of their time.

    A message weighs the sum of how often its words and emotes are in the moment, so that the common
    cry comes first; ties go to the earlier message. Each is of another chatter and of another
    wording, as long as there are such.
    """
    uses = Counter(token for message in messages for token in _tokens(message))

    def weigh(message: Said) -> tuple[int, datetime, str]:
        weight = sum(uses[token] for token in _tokens(message))
        return -weight, message.occurred_at, message.event_id

    ranked = sorted(messages, key=weigh)
    distinct = _without_repeats(ranked)
    # A list's `in` would compare a whole crowd with itself.
    ids = {message.event_id for message in distinct}
    others = [message for message in ranked if message.event_id not in ids]
    chosen = [*distinct, *others][:first]
    return sorted(chosen, key=lambda message: (message.occurred_at, message.event_id))


def _without_repeats(ranked: Sequence[Said]) -> list[Said]:
    """The first message of each wording whose chatter has none yet."""
    chosen: dict[frozenset[str], Said] = {}
    logins: set[str] = set()
    for message in ranked:
        wording = frozenset(_tokens(message))
        if wording not in chosen and message.login not in logins:
            chosen[wording] = message
            logins.add(message.login)
    return list(chosen.values())


def _terms(message: Said) -> set[str]:
    words = {token.lower().strip(".,!?;:\"'()*~@") for token in message.text.split()}
    words -= {emote.lower() for emote in message.emotes}
    return {word for word in words if len(word) >= MIN_TERM_LETTERS and word not in STOP_WORDS}


def _tokens(message: Said) -> set[str]:
    return _terms(message) | message.emotes
