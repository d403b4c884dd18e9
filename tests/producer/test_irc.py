import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.irc import Line, MalformedLineError, escape, parse_line, unescape

TAG_NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,15}", fullmatch=True)
# Characters that a line or a tag cannot hold, escaped or not, and halves of characters.
VALUES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def test_a_line_comes_apart_into_tags_prefix_command_and_parameters() -> None:
    assert parse_line("@id=1;mod=0 :ann!ann@host PRIVMSG #alpha :hello there\r\n") == Line(
        {"id": "1", "mod": "0"}, "ann!ann@host", "PRIVMSG", ("#alpha", "hello there")
    )


def test_the_nick_is_the_prefix_up_to_the_exclamation_mark() -> None:
    assert parse_line(":ann!ann@host PART #alpha").nick == "ann"
    assert parse_line(":tmi.twitch.tv RECONNECT").nick == "tmi.twitch.tv"


def test_the_last_parameter_needs_no_colon() -> None:
    assert parse_line(":ann PRIVMSG #alpha hello").params == ("#alpha", "hello")


@pytest.mark.parametrize(
    ("rest", "params"),
    [
        ("", ()),
        (":", ("",)),
        (":tmi.twitch.tv", ("tmi.twitch.tv",)),
        ("#alpha :a :b", ("#alpha", "a :b")),
        ("#alpha ::)", ("#alpha", ":)")),
        ("#alpha :  spaces stay  ", ("#alpha", "  spaces stay  ")),
        ("* ACK :a b", ("*", "ACK", "a b")),
        ("#al:pha x", ("#al:pha", "x")),
    ],
)
def test_parameters_end_at_spaces_and_the_trailing_one_keeps_its_own(
    rest: str, params: tuple[str, ...]
) -> None:
    assert parse_line(f"CMD {rest}").params == params


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r"a\sb", "a b"),
        (r"a\:b", "a;b"),
        (r"a\\b", r"a\b"),
        (r"\\s", r"\s"),
        (r"a\r\nb", "a\r\nb"),
        (r"a\bc", "abc"),
        ("end\\", "end"),
        (r"\\", "\\"),
        (r"\\\s", r"\ "),
        (r"\\\\", r"\\"),
        (r"a\\\\b\s", r"a\\b "),
        ("", ""),
    ],
)
def test_a_tag_value_loses_its_escapes(written: str, value: str) -> None:
    assert parse_line(f"@tag={written} PING").tags == {"tag": value}


def test_a_tag_without_a_value_is_empty_and_the_last_of_two_wins() -> None:
    assert parse_line("@a;b=;c=1;c=2 PING").tags == {"a": "", "b": "", "c": "2"}


def test_only_the_first_equals_sign_parts_name_and_value() -> None:
    assert parse_line("@a=b=c PING").tags == {"a": "b=c"}


@pytest.mark.parametrize("raw", ["", "   ", "@a=b", "@a=b ", ":prefix", "@a=b :prefix ", "\r\n"])
def test_a_line_without_a_command_is_malformed(raw: str) -> None:
    with pytest.raises(MalformedLineError, match="no command"):
        parse_line(raw)


@given(VALUES)
def test_what_is_escaped_comes_back(value: str) -> None:
    assert unescape(escape(value)) == value


@given(st.dictionaries(TAG_NAMES, VALUES, min_size=1))
def test_tags_that_are_written_are_read_the_same(tags: dict[str, str]) -> None:
    written = ";".join(f"{name}={escape(value)}" for name, value in tags.items())
    assert parse_line(f"@{written} PING").tags == tags
