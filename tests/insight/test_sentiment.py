"""Sentiment by words and emotes."""

from hypothesis import given
from hypothesis import strategies as st

from insight.sentiment import score_sentiment


def test_what_is_liked_is_positive_and_what_is_hated_is_negative() -> None:
    assert score_sentiment("I love this") > 0.5
    assert score_sentiment("I hate this") < -0.5


def test_a_text_without_known_words_is_neutral() -> None:
    assert score_sentiment("the table has four legs") == 0
    assert score_sentiment("") == 0


def test_a_negation_turns_what_follows_it() -> None:
    assert score_sentiment("this is not good") == -score_sentiment("this is good")
    assert score_sentiment("not that it matters but good game") == score_sentiment("good game")


def test_an_emote_is_matched_as_written() -> None:
    assert score_sentiment("PogChamp") > 0
    assert score_sentiment("pogchamp") == 0


def test_punctuation_and_case_of_a_word_do_not_matter() -> None:
    assert score_sentiment("AMAZING!!!") == score_sentiment("amazing")


@given(st.text())
def test_any_text_has_a_score_between_minus_one_and_one(text: str) -> None:
    assert -1 <= score_sentiment(text) <= 1
