import pytest

from graphql_api.http_accept import preferred

PLAIN, GRAPHQL, EVENTS = (
    "application/json",
    "application/graphql-response+json",
    "text/event-stream",
)


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        (None, PLAIN),
        ("", PLAIN),
        ("*/*", PLAIN),
        ("application/*", PLAIN),
        ("text/*", EVENTS),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}, {PLAIN}", GRAPHQL),
        (f"{PLAIN}, {GRAPHQL}", PLAIN),
        (f"{PLAIN};q=0.8, {GRAPHQL}", GRAPHQL),
        (f"{GRAPHQL};q=0.8 , {PLAIN};q=0.9", PLAIN),
        (f"{GRAPHQL};charset=utf-8, */*;q=0.1", GRAPHQL),
        (f"APPLICATION/JSON;Q=0.5, {EVENTS};q=0.4", PLAIN),
        (f"*/*, {PLAIN};q=0", GRAPHQL),
        (f"{PLAIN};q=0, application/*;q=0.5", GRAPHQL),
        ("text/html, application/xhtml+xml, */*;q=0.8", PLAIN),
        ("text/html", None),
        (f"{PLAIN};q=0", None),
        (f"{PLAIN};q=nonsense", None),
        (f"{PLAIN};q=nan", None),
        (f"{PLAIN};q=2", None),
        (";;,,", None),
    ],
)
def test_the_client_is_sent_what_it_likes_best(accept: str | None, sent: str | None) -> None:
    assert preferred(accept, [PLAIN, GRAPHQL, EVENTS]) == sent
