"""A recording of frames becomes exact answers."""

import os
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from bench.stack import Stack, a_stack
from tests.cli.processes import until
from tests.frames import (
    NOON,
    a_clearchat,
    a_gift_bomb,
    a_helix_object,
    a_privmsg,
    a_raid,
    a_sub,
    write_recording,
)

EMOTES: Final = {"Kappa": "25", "PogChamp": "305954156", "catJAM": "emotesv2_c1"}
SECONDS: Final = 450


def a_message(random: Random, second: float) -> str:
    """A message with up to three emotes after a few words, some of them of two code units."""
    codes = random.choices(list(EMOTES), k=random.choice((0, 0, 1, 2, 3)))
    text = " ".join([random.choice(("🎉 wow", "naïve", "gg")), *codes])
    places: dict[str, list[str]] = {}
    at = 0
    for word in text.split(" "):
        if word in EMOTES:
            places.setdefault(EMOTES[word], []).append(f"{at}-{at + len(word) - 1}")
        at += len(word) + 1
    emotes = "/".join(f"{emote_id}:{','.join(spans)}" for emote_id, spans in places.items())
    login = f"chatter{int(random.expovariate(0.05))}"
    sent_at = NOON + timedelta(seconds=second)
    colon = " " in text or random.random() < 0.5
    return a_privmsg(text, {"emotes": emotes}, colon=colon, login=login, sent_at=sent_at)


def a_recording(seed: int = 7, messages: int = 798) -> list[str]:
    """Seven and a half minutes of one channel, newest first."""
    random = Random(seed)  # noqa: S311 - a seeded recording, not a secret
    at = [NOON + timedelta(seconds=s) for s in range(0, SECONDS, 50)]
    seconds = sorted((random.uniform(0, SECONDS) for _ in range(messages)), reverse=True)
    lines = [a_message(random, second) for second in seconds]
    others = [a_clearchat(sent_at=at[1]), a_clearchat(sent_at=at[2]), a_raid(sent_at=at[3])]
    bought = [a_sub(sent_at=at[4]), *a_gift_bomb(("bob", "eve"), sent_at=at[5])]
    samples = [a_helix_object(viewers=100 + i, observed_at=time) for i, time in enumerate(at)]
    return [*lines, *others, *bought, *samples]


def count_emotes(lines: list[str]) -> Counter[str]:
    """An independent count of the lines' own emote tags, code by code."""
    counts: Counter[str] = Counter()
    for line in lines:
        if " PRIVMSG " not in line:
            continue
        tags = dict(tag.split("=", 1) for tag in line[1 : line.index(" ")].split(";"))
        text = line.split(" PRIVMSG #alpha ", 1)[1].removeprefix(":")
        for emote in filter(None, tags["emotes"].split("/")):
            for span in emote.split(":")[1].split(","):
                first, last = map(int, span.split("-"))
                counts[text[first : last + 1]] += 1
    return counts


def count_chatters(lines: list[str]) -> int:
    return len({line.split("!")[0].split(":")[-1] for line in lines if " PRIVMSG " in line})


async def until_all_final(stack: Stack) -> list[dict[str, Any]]:
    """The recording's windows, once every one is final."""
    query = '{ metrics(streamId: "alpha") { timestamp messageCount isFinal viewerPeak } }'
    windows: list[dict[str, Any]] = []

    async def are_final() -> bool:
        windows[:] = (await stack.query(query))["metrics"]
        return bool(windows) and all(window["isFinal"] for window in windows)

    await until(are_final, seconds=120)
    return windows


async def test_a_recording_is_counted_exactly_by_graphql_and_rest(tmp_path: Path) -> None:
    lines = a_recording()
    file = write_recording(tmp_path / "alpha.irc.txt.gz", lines)
    options = ("--source", "replay", "--file", str(file), "--speed", "max", "--at", "original")
    async with a_stack(tmp_path, *options) as stack:
        await stack.until_ready()
        windows = await until_all_final(stack)
        assert sum(window["messageCount"] for window in windows) == 798
        answers = await stack.query(
            """{
                series(streamIds: ["alpha"], metrics: [UNIQUE_CHATTERS], step: DAY) { values }
                topEmotes(streamId: "alpha", first: 50) { emote usageCount }
                stream(id: "alpha") {
                    live title
                    transactions(first: 10) { edges { node { kind quantity amount } } }
                }
                pipeline { accounting { late duplicates dead inFlight residual unparsedFrames } }
            }"""
        )
        assert answers["series"][0]["values"] == [count_chatters(lines)]
        used = {row["emote"]: row["usageCount"] for row in answers["topEmotes"]}
        assert used == count_emotes(lines)
        kinds = Counter(e["node"]["kind"] for e in answers["stream"]["transactions"]["edges"])
        assert kinds == {"SUB": 1, "GIFT": 2}
        assert (answers["stream"]["live"], answers["stream"]["title"]) == (True, "a quiet evening")
        assert set(answers["pipeline"]["accounting"].values()) == {0}
        rest = await stack.get("/streams/alpha/metrics?limit=1000")
        assert sum(row["message_count"] for row in rest) == 798
        assert [r["viewer_peak"] for r in rest] == [w["viewerPeak"] for w in windows]
        assert (await stack.status())["accounting"]["residual"] == 0
        assert await stack.state("producer") == "done"


async def test_a_producer_killed_in_a_fast_replay_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    lines = a_recording(seed=8)
    file = write_recording(tmp_path / "alpha.irc.txt", lines)
    options = ("--source", "replay", "--file", str(file), "--speed", "20", "--at", "now")
    async with a_stack(tmp_path, *options) as stack:
        # The replay takes 23 seconds from here; the stack is not complete before it is half over.
        await until(lambda: is_in(stack, "producer", "ready"), seconds=120)
        pid = await stack.pid("producer")
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await until(lambda: is_in(stack, "producer", "done"), seconds=240)
        await stack.until_ready()
        windows = await until_all_final(stack)
        assert sum(window["messageCount"] for window in windows) == 798
        accounting = await stack.accounting()
        assert (accounting["late"], accounting["dead"], accounting["residual"]) == (0, 0, 0)


async def is_in(stack: Stack, service: str, state: str) -> bool:
    return await stack.state(service) == state
