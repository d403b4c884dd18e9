"""The names of everything kept in Redis."""


def top_chatters_key(stream_id: str) -> str:
    """The key of a stream's leaderboard: a JSON string of its last hour's top chatters."""
    return f"top_chatters:{stream_id}"


def answer_key(name: str, *arguments: object) -> str:
    """The key of one cached answer of the API, for these arguments."""
    return ":".join(["answer", name, *(str(argument) for argument in arguments)])
