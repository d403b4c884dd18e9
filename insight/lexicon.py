"""What words and emotes say: valences from -3 (hostile) to 3 (delighted).

Emotes are matched as written, words in lower case. The values are this project's own reading of
common Twitch usage.
"""

from typing import Final

EMOTE_VALENCE: Final[dict[str, float]] = {
    **dict.fromkeys(("PogChamp", "Pog", "POGGERS", "PogU", "POGCRAZY", "catJAM", "HYPERS"), 2.5),
    **dict.fromkeys(("LUL", "LULW", "KEKW", "OMEGALUL", "ICANT", "LMAO"), 1.5),
    **dict.fromkeys(("<3", "peepoHappy", "FeelsGoodMan", "EZ", "Clap", "peepoClap", "GG"), 2.0),
    **dict.fromkeys(("VirtualHug", "bleedPurple", "TwitchUnity", "SeemsGood", "4Head"), 1.5),
    **dict.fromkeys(("Kreygasm", "HeyGuys", "VoHiYo", "peepoHey", "BloodTrail", ":)", ":D"), 1.0),
    **dict.fromkeys(("BibleThump", "PepeHands", "FeelsBadMan", "Sadge", ":("), -1.5),
    **dict.fromkeys(("NotLikeThis", "FailFish", "WutFace", "monkaS", "DansGame"), -1.5),
    **dict.fromkeys(("ResidentSleeper", "Bedge", "SwiftRage", "BabyRage", "Madge"), -2.0),
}

WORD_VALENCE: Final[dict[str, float]] = {
    **dict.fromkeys(("love", "loved", "amazing", "awesome", "incredible", "perfect", "goat"), 2.5),
    **dict.fromkeys(("best", "beautiful", "fantastic", "insane", "legend", "brilliant", "w"), 2.0),
    **dict.fromkeys(("great", "good", "nice", "cool", "clean", "fun", "funny", "hype", "pog"), 1.5),
    **dict.fromkeys(("gg", "wp", "lol", "lmao", "haha", "hahaha", "clutch", "based", "cute"), 1.5),
    **dict.fromkeys(
        ("thanks", "thank", "ty", "welcome", "congrats", "happy", "glad", "enjoy"), 1.5
    ),
    **dict.fromkeys(("yes", "yay", "win", "won", "wins", "hello", "hi", "wow", "solid"), 1.0),
    **dict.fromkeys(("hate", "hated", "disgusting", "pathetic", "garbage", "trash", "worst"), -2.5),
    **dict.fromkeys(
        ("terrible", "awful", "horrible", "stupid", "idiot", "dumb", "scam", "l"), -2.0
    ),
    **dict.fromkeys(("bad", "boring", "cringe", "annoying", "sucks", "toxic", "unlucky"), -1.5),
    **dict.fromkeys(("sad", "angry", "mad", "lag", "lagging", "laggy", "throw", "throwing"), -1.5),
    **dict.fromkeys(
        ("rip", "lost", "lose", "fail", "failed", "broken", "wrong", "ew", "dead"), -1.0
    ),
}

NEGATIONS: Final = frozenset(
    ("not", "no", "never", "dont", "don't", "isn't", "isnt", "wasn't", "can't", "cant", "ain't")
)
