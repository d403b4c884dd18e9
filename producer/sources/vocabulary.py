"""What people say in a simulated chat, and the emotes they say it with."""

from functools import lru_cache
from random import Random
from typing import Final

from producer.sources.seeded import hex_id

_GLOBAL_IDS: Final = {
    "Kappa": "25",
    "LUL": "425618",
    "PogChamp": "305954156",
    "Kreygasm": "41",
    "SeemsGood": "64138",
    "HeyGuys": "30259",
    "VoHiYo": "81274",
    "BloodTrail": "69",
    "GlitchCat": "304486301",
    "4Head": "354",
    "SMOrc": "52",
    "CoolStoryBob": "123171",
    "NotLikeThis": "58765",
    "BibleThump": "86",
    "FailFish": "360",
    "ResidentSleeper": "245",
    "DansGame": "33",
    "BabyRage": "22639",
    "WutFace": "28087",
    "PJSalt": "36",
}

_GOOD_EMOTES: Final = ("PogChamp", "Kreygasm", "SeemsGood", "LUL", "VoHiYo", "BloodTrail")
_BAD_EMOTES: Final = (
    "NotLikeThis",
    "BibleThump",
    "FailFish",
    "ResidentSleeper",
    "DansGame",
    "PJSalt",
)
_PLAIN_EMOTES: Final = ("Kappa", "4Head", "SMOrc", "CoolStoryBob", "GlitchCat", "LUL")
_CHANNEL_SUFFIXES: Final = ("Hype", "Love", "GG", "Sad", "Clown", "Wave")

_GOOD: Final = (
    *("that was amazing", "what a play", "so clean", "LETS GO", "this is the best stream"),
    *("insane aim", "love this game", "you are so good at this", "huge win 🎉", "well played"),
    *("that was beautiful", "I am so happy for you", "gg that was great", "best part of my day"),
    *("haha that was so funny 😂", "nice one", "thank you for streaming 💜", "perfect timing"),
    *("absolutely brilliant", "this song is great", "clip it", "¡qué jugada!", "すごい", "goooood"),
)
_BAD: Final = (
    *("that was terrible", "this is so boring", "worst play ever", "I hate this map", "so unlucky"),
    *("how do you miss that", "the lag is awful today", "sad", "this game is broken"),
    *("stop throwing", "bad call", "that hurt to watch 😭", "painful", "so toxic", "ugh not again"),
    *("horrible team", "I am so disappointed", "this is a disaster", "muito ruim", "nooooo"),
)
_PLAIN: Final = (
    *("what game is next", "when did the stream start", "first time seeing this map"),
    *("what sensitivity do you use", "is this ranked", "anyone else watching from work"),
    *("what headset is that", "which song is this", "hello chat", "I just got here, what happened"),
    *("how long until the event", "who is he playing with", "he said that yesterday too", "hmm"),
    *("where are you from chat", "brb getting food 🍕", "one more game", "wait what", "left side"),
    *("check the inventory", "two more minutes", "привет всем", "comment ça va le chat", "ok"),
)
_BURST: Final = (
    *("NO WAY", "WHAT", "HOW", "LETS GOOOO", "OMG", "THAT WAS INSANE", "HE DID IT", "CLIP THAT"),
    *("I CAN'T BELIEVE IT 😱", "GOAT", "HOLY", "WORLD RECORD", "🔥🔥🔥", "GG GG GG"),
)
_GREETING: Final = (
    *(
        "hello from the raid",
        "raid raid raid",
        "hi everyone",
        "the raiders are here 👋",
        "we made it",
    ),
    *("hey chat, what are we watching", "love from the other stream 💜"),
)
_THANKS: Final = (
    *("thank you for the gifted subs", "so generous", "W gifter", "thanks for the sub 💜"),
    *("dodged again", "congrats everyone", "what a legend"),
)

_MOODS: Final = {
    "good": (_GOOD, _GOOD_EMOTES),
    "bad": (_BAD, _BAD_EMOTES),
    "plain": (_PLAIN, _PLAIN_EMOTES),
    "burst": (_BURST, ("PogChamp", "Kreygasm", "LUL")),
    "greeting": (_GREETING, ("HeyGuys", "VoHiYo", "BloodTrail")),
    "thanks": (_THANKS, ("SeemsGood", "VoHiYo", "PogChamp")),
}

_EMOTE_SHARE: Final = 0.45
_ONLY_EMOTES_SHARE: Final = 0.12
_OWN_EMOTE_SHARE: Final = 0.35
_MOST_REPEATS: Final = 4


def say(stream_id: str, mood: str, chance: Random) -> str:
    """A line in this mood: `good`, `bad`, `plain`, `burst`, `greeting` or `thanks`."""
    lines, emotes = _MOODS[mood]
    emote = chance.choice(emotes)
    if chance.random() < _OWN_EMOTE_SHARE:
        emote = chance.choice(channel_emotes(stream_id))
    if chance.random() < _ONLY_EMOTES_SHARE:
        return shout(emote, chance)
    line = chance.choice(lines)
    return f"{line} {emote}" if chance.random() < _EMOTE_SHARE else line


def shout(emote: str, chance: Random) -> str:
    """The same emote, once or a few times."""
    return " ".join([emote] * chance.randint(1, _MOST_REPEATS))


def channel_emotes(stream_id: str) -> list[str]:
    """The channel's own emotes; invented."""
    return [f"{stream_id[:5]}{suffix}" for suffix in _CHANNEL_SUFFIXES]


@lru_cache(maxsize=1024)
def emote_ids(stream_id: str) -> dict[str, str]:
    """Every emote that works in the channel, by its code."""
    own = {code: f"emotesv2_{hex_id(code)}" for code in channel_emotes(stream_id)}
    return _GLOBAL_IDS | own


def emotes_tag(stream_id: str, text: str) -> str:
    """Where the emotes stand in a text, in code points, as Twitch's tag says it."""
    ids, start = emote_ids(stream_id), 0
    spans: dict[str, list[str]] = {}
    for word in text.split(" "):
        if emote_id := ids.get(word):
            spans.setdefault(emote_id, []).append(f"{start}-{start + len(word) - 1}")
        start += len(word) + 1
    return "/".join(f"{emote_id}:{','.join(places)}" for emote_id, places in spans.items())
