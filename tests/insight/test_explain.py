"""What was said in a moment."""

from datetime import UTC, datetime, timedelta

from insight.explain import Said, count_terms, pick_samples

NOON = datetime(2024, 1, 6, 12, tzinfo=UTC)


def said(index: int, text: str, login: str | None = None, *emotes: str) -> Said:
    at = NOON + timedelta(seconds=index)
    name = login or f"chatter{index}"
    return Said(f"id{index}", name, name, text, at, frozenset(emotes))


def test_a_term_counts_its_chatters_not_its_uses() -> None:
    messages = [said(0, "goal goal goal", "ann"), said(1, "goal!", "bob"), said(2, "wow", "ann")]
    assert count_terms(messages) == [("goal", 2), ("wow", 1)]


def test_emotes_stop_words_and_short_words_are_no_terms() -> None:
    assert count_terms([said(0, "Kappa the gg", None, "Kappa")]) == []


def test_the_samples_are_the_common_cry_in_other_words_by_other_chatters() -> None:
    messages = [
        *(said(i, "what a save") for i in range(5)),
        said(5, "save of the year", "fan"),
        said(6, "save again", "fan"),
        said(7, "hello everyone"),
    ]
    assert [m.text for m in pick_samples(messages)] == [
        "what a save",
        "save of the year",
        "hello everyone",
    ]


def test_where_all_say_the_same_there_are_still_three_samples() -> None:
    same = [said(i, "what a save") for i in range(5)]
    assert pick_samples(same) == same[:3]


def test_there_are_no_more_samples_than_messages() -> None:
    assert pick_samples([]) == []
    assert len(pick_samples([said(0, "hi")])) == 1
