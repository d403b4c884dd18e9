"""What `telemetra status` says of the pipeline."""

from typing import Any

from cli.pipeline import told

PIPELINE: dict[str, Any] = {
    "watermark": "2024-01-06T12:00:00Z",
    "deadLetters": 3,
    "unpublishedBatches": 1,
    "published": {"seconds": 0.62, "ageSeconds": 0.3},
    "relayed": {"seconds": 0.81, "ageSeconds": 0.2},
    "topics": [{"topic": "chat", "lag": 12}, {"topic": "viewer", "lag": 0}],
    "feeds": [{"topic": "derived.metrics", "lag": 2}],
    "relays": [
        {
            "name": "relay",
            "isCaughtUp": True,
            "rewinds": 2,
            "restartedLogs": 0,
            "unreadable": 1,
            "ageSeconds": 0.9,
        }
    ],
    "live": {
        "sockets": 4,
        "subscriptions": 9,
        "replays": 5,
        "gaps": 1,
        "dropped": 7,
        "evicted": 2,
    },
}


def test_the_pipeline_is_told_in_plain_words() -> None:
    assert told(PIPELINE) == [
        "updates   published 0.6 s after the event, 0.3 s ago; relayed 0.8 s after it, 0.2 s ago",
        "unread    chat 12, viewer 0; watermark 2024-01-06T12:00:00Z",
        "unpushed  derived.metrics 2; 1 batches unpublished",
        "relay     relay caught up, spoke 0.9 s ago; 2 rewinds, 0 logs begun anew, 1 unreadable",
        "clients   4 sockets, 9 subscriptions",
        "          since the API's start: 5 replays, 1 gaps, 7 updates dropped, 2 sockets cut",
        "dead      3 dead letters",
    ]


def test_what_is_unknown_is_called_so() -> None:
    nothing = PIPELINE | {
        "watermark": None,
        "deadLetters": None,
        "published": None,
        "relayed": None,
        "topics": [{"topic": "chat", "lag": None}],
        "relays": None,
    }
    lines = told(nothing)
    assert lines[0] == "updates   none published of late; none relayed of late"
    assert lines[1] == "unread    chat unknown; watermark none yet"
    assert lines[3] == "relay     unknown: valkey does not answer"
    assert lines[6] == "dead      unknown dead letters"
    assert told(nothing | {"relays": []})[3] == "relay     none speaks: nothing is pushed"
