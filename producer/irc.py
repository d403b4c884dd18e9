"""One IRCv3 line -> its tags, prefix, command and parameters. Pure; knows nothing of Twitch."""

from typing import Final, NamedTuple

_UNESCAPED: Final = {":": ";", "s": " ", "\\": "\\", "r": "\r", "n": "\n"}
_ESCAPES: Final = str.maketrans(
    {";": r"\:", " ": r"\s", "\\": r"\\", "\r": r"\r", "\n": r"\n"},
)


class MalformedLineError(ValueError):
    """The text is not an IRC line; the message says what is missing."""


class Line(NamedTuple):
    """One line. `tags` are unescaped; `prefix` has no colon and is empty where there is none."""

    tags: dict[str, str]
    prefix: str
    command: str
    params: tuple[str, ...]

    @property
    def nick(self) -> str:
        """Who sent it: the prefix up to the `!`."""
        return self.prefix.partition("!")[0]


def parse_line(raw: str) -> Line:
    """Take one line apart. The last parameter may come with or without its colon.

    Raises:
        MalformedLineError: There is no command.
    """
    rest = raw.rstrip("\r\n")
    tags, rest = _take_word(rest, "@")
    prefix, rest = _take_word(rest.lstrip(" "), ":")
    command, _, rest = rest.lstrip(" ").partition(" ")
    if not command:
        raise MalformedLineError("the line has no command")
    return Line(parse_tags(tags), prefix, command, _split_params(rest))


def parse_tags(text: str) -> dict[str, str]:
    """The tags between `@` and the first space. No value is an empty one; the last one wins."""
    tags: dict[str, str] = {}
    for tag in text.split(";") if text else ():
        name, _, value = tag.partition("=")
        tags[name] = unescape(value) if "\\" in value else value
    return tags


def unescape(value: str) -> str:
    r"""A tag's value without escapes: `\s` is a space, `\:` a semicolon; a lone `\` drops out."""
    first, *others = value.split("\\")
    parts = [first]
    pieces = iter(others)
    for piece in pieces:
        if piece:
            parts.append(_UNESCAPED.get(piece[0], piece[0]) + piece[1:])
        elif (following := next(pieces, None)) is not None:
            # An empty piece stands between the two backslashes of an escaped one.
            parts.append("\\" + following)
    return "".join(parts)


def escape(value: str) -> str:
    """A tag's value as it is written on the line."""
    return value.translate(_ESCAPES)


def _take_word(text: str, mark: str) -> tuple[str, str]:
    """The first word without its mark, and the rest; no word where the mark is missing."""
    if not text.startswith(mark):
        return "", text
    word, _, rest = text.partition(" ")
    return word[1:], rest


def _split_params(rest: str) -> tuple[str, ...]:
    middle, colon, trailing = f" {rest}".partition(" :")
    params = [param for param in middle.split(" ") if param]
    return (*params, trailing) if colon else tuple(params)
