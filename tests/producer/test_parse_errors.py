import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events import ChatMessage, FrameFormat
from producer.parse import parse
from tests.frames import a_helix_object, a_privmsg, a_raid, a_raw_frame, a_usernotice


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("@a=b", "no command"),
        ("GET / HTTP/1.1", "command 'GET'"),
        (a_privmsg(tags={"tmi-sent-ts": ""}), "tmi-sent-ts"),
        (a_privmsg(tags={"tmi-sent-ts": "yesterday"}), "tmi-sent-ts is 'yesterday'"),
        (a_privmsg(tags={"tmi-sent-ts": "9" * 18}), "in no calendar"),
        (a_privmsg(tags={"user-id": ""}), "chatter_id"),
        (a_privmsg(tags={"bits": "-5"}), "bits is '-5'"),
        (a_privmsg(tags={"bits": "\N{ARABIC-INDIC DIGIT FIVE}"}), "bits"),
        (a_privmsg(tags={"badges": "subscriber"}), "badges.0.version"),
        (a_privmsg("x" * 4097), "text: String should have at most 4096 characters"),
        (a_privmsg("a\0b"), "NUL"),
        (a_privmsg(channel="not-a-login"), "stream_id"),
        ("@tmi-sent-ts=1;id=1 :ann PRIVMSG #alpha", "1 parameters"),
        ("@tmi-sent-ts=1;id=1 :ann PRIVMSG #alpha two words", "3 parameters"),
        ("@tmi-sent-ts=1;id=1 :ann PRIVMSG alpha :hello", "#channel"),
        (a_usernotice(""), "msg-id"),
        (a_raid().replace("viewerCount=250", "viewerCount=many"), "msg-param-viewerCount"),
    ],
)
def test_what_cannot_be_read_says_why(raw: str, reason: str) -> None:
    result = parse(a_raw_frame(raw))
    assert reason in (result.error or "")
    assert (result.events, result.ignored) == ((), None)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "it should be an object"),
        (a_helix_object(viewer_count="12"), "viewer_count"),
        (a_helix_object(viewer_count=None), "viewer_count"),
        (a_helix_object(viewer_count=True), "viewer_count"),
        (a_helix_object(viewer_count=-1), "viewer_count: Input should be greater"),
        (a_helix_object(user_login=None), "stream_id"),
        (a_helix_object(title="a\0b"), "title"),
        (a_helix_object(title=7), "title"),
        (a_helix_object(started_at="soon"), "started_at is 'soon'"),
        (a_helix_object(started_at="2024-01-06T12:00:00"), "started_at"),
    ],
)
def test_a_helix_object_that_cannot_be_read_says_why(raw: str, reason: str) -> None:
    result = parse(a_raw_frame(raw, format=FrameFormat.HELIX))
    assert reason in (result.error or "")


LINES = st.one_of(
    st.text(),
    st.builds(lambda tail: f"@tmi-sent-ts=1;id=a;user-id=1;{tail}", st.text()),
    st.builds(lambda text: f"@tmi-sent-ts=1;user-id=1 :a PRIVMSG #a :{text}", st.text()),
    st.builds(
        lambda emotes: a_privmsg("Kappa Kappa", {"emotes": emotes}), st.text("0123456789:-,/")
    ),
    st.builds(a_usernotice, st.text()),
    st.binary().map(lambda raw: raw.decode(errors="replace")),
    st.dictionaries(st.sampled_from(["user_login", "viewer_count", "title"]), st.text()).map(str),
)


@given(LINES, st.sampled_from(FrameFormat))
def test_whatever_comes_it_is_an_event_or_ignored_or_an_error(
    raw: str, format_: FrameFormat
) -> None:
    result = parse(a_raw_frame(raw, format=format_))
    outcomes = [bool(result.events), result.ignored is not None, result.error is not None]
    assert outcomes.count(True) == 1


@given(st.text(max_size=300))
def test_the_same_frame_twice_gives_the_same_events(text: str) -> None:
    frame = a_raw_frame(a_privmsg(text.replace("\n", " "), {"id": ""}))
    assert parse(frame) == parse(frame)


@given(st.text(st.characters(exclude_characters="\0\r\n\x01", exclude_categories=["Cs"])))
def test_a_text_comes_through_unchanged(text: str) -> None:
    ((_, event),) = parse(a_raw_frame(a_privmsg(text))).events
    assert isinstance(event, ChatMessage)
    assert event.text == text
