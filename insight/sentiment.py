"""How a message feels, by the words and emotes in it."""

from math import sqrt
from typing import Final

from insight.lexicon import EMOTE_VALENCE, NEGATIONS, WORD_VALENCE

NEGATION_REACH: Final = 3
"""A negation turns the valence of a word at most this many tokens after it."""

DAMPING: Final = 4.0
"""Larger means that more is needed to reach the ends of the scale."""

NEUTRAL_BAND: Final = 0.05
"""A message is positive above this, negative below its negative, and else neutral."""


def score_sentiment(text: str) -> float:
    """The sentiment of a message, -1 (negative) to 1 (positive); 0 where nothing is known.

    The valences of its tokens are added up and mapped by `s / sqrt(s**2 + DAMPING)`, the
    normalisation of VADER (Hutto and Gilbert, 2014) with our damping.
    """
    total = 0.0
    negated_until = -1
    for position, token in enumerate(text.split()):
        if token in EMOTE_VALENCE:
            total += EMOTE_VALENCE[token]
            continue
        word = token.lower().strip(".,!?;:\"'()*~")
        if word in NEGATIONS:
            negated_until = position + NEGATION_REACH
        valence = WORD_VALENCE.get(word, 0.0)
        total += -valence if position <= negated_until else valence
    return total / sqrt(total * total + DAMPING)
