from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.feeds import Cursor
from graphql_api.errors import SlowClientError
from graphql_api.live.counters import LiveCounters
from graphql_api.live.mailbox import Mailbox
from graphql_api.live.records import Record
from graphql_api.live.ring import Overflow, Ring, SlowClient

EPOCH = "00000000000000a1"
NOW = datetime(2024, 1, 6, tzinfo=UTC)

STEPS = st.lists(st.one_of(st.tuples(st.integers(0, 3), st.booleans()), st.none()))
"""A record with this key that is final or not, or a look into the ring."""


def a_record(seq: int, key: int = 0, *, is_final: bool = False) -> Record[Any]:
    return Record(Cursor(EPOCH, seq), NOW, key, is_final, row=None)


def records(steps: Iterable[tuple[int, bool] | None]) -> list[Record[Any] | None]:
    """The steps' records, numbered; a key that was final is not written again."""
    finals: set[int] = set()
    found: list[Record[Any] | None] = []
    seq = 0
    for step in steps:
        if step is None:
            found.append(None)
        elif step[0] not in finals:
            seq += 1
            found.append(a_record(seq, step[0], is_final=step[1]))
            finals |= {step[0]} if step[1] else set()
    return found


def drain(ring: Ring) -> list[Record[Any] | Overflow]:
    taken = []
    while (one := ring.take()) is not None:
        taken.append(one)
    return taken


def seqs(taken: list[Record[Any] | Overflow]) -> list[int]:
    return [one.end.seq if isinstance(one, Overflow) else one.cursor.seq for one in taken]


@given(STEPS, st.integers(0, 4))
def test_latest_keeps_the_newest_of_each_window_and_every_final_one(
    steps: list[Any], leeway: int
) -> None:
    ring, given_so_far, is_crowded = Ring(SlowClient.LATEST, leeway=leeway), list[Any](), False
    put = records(steps)
    for record in put:
        if record is None:
            given_so_far += drain(ring)
            is_crowded = False
        else:
            before = ring.dropped
            is_crowded |= len(ring) >= leeway
            ring.put(record)
            assert ring.dropped == before or is_crowded
    given_so_far += drain(ring)

    newest = {record.key: record for record in put if record is not None}
    assert seqs(given_so_far) == sorted(set(seqs(given_so_far)))
    assert set(newest.values()) <= set(given_so_far)
    assert {one for one in put if one and one.is_final} <= set(given_so_far)
    assert ring.dropped == sum(record is not None for record in put) - len(given_so_far)


@given(STEPS, st.sampled_from(SlowClient), st.integers(1, 4), st.integers(0, 5))
def test_a_ring_is_bounded_and_what_it_drops_lies_before_what_it_says(
    steps: list[Any], policy: SlowClient, capacity: int, leeway: int
) -> None:
    ring, taken, dropped = Ring(policy, capacity, leeway), list[Any](), 0
    put = records(steps)
    for record in put:
        if record is None:
            taken += drain(ring)
        else:
            ring.put(record)
        assert len(ring) <= capacity
    taken += drain(ring)

    assert seqs(taken) == sorted(set(seqs(taken)))
    if policy is SlowClient.BUFFER:
        position = 0
        for one in taken:
            if isinstance(one, Overflow):
                dropped += one.end.seq - position
                position = one.end.seq
            else:
                assert one.cursor.seq == position + 1
                position += 1
        assert ring.dropped == dropped
        assert position == sum(record is not None for record in put)


def test_a_full_buffer_is_emptied_with_one_word_and_goes_on() -> None:
    ring = Ring(SlowClient.BUFFER)
    for seq in range(1, 1_001):
        ring.put(a_record(seq))
    assert len(ring) == 1000
    for seq in range(1_001, 2_502):
        ring.put(a_record(seq))

    first, *rest = drain(ring)
    assert first == Overflow(Cursor(EPOCH, 2_002))
    assert seqs(rest) == list(range(2_003, 2_502))
    assert ring.dropped == 2_002


async def test_a_client_that_wished_to_end_ends() -> None:
    counters = LiveCounters()
    mailbox = Mailbox(Ring(SlowClient.DISCONNECT, capacity=2), None, counters)
    mailbox.join(Cursor(EPOCH, 0))
    for seq in (1, 2, 3):
        mailbox.push(a_record(seq))

    with pytest.raises(SlowClientError):
        await mailbox.take()
    assert counters.dropped == 3


PUSHES = st.lists(
    st.one_of(st.integers(0, 12), st.sampled_from(["miss", "take", "settle", "join"])), max_size=40
)


@given(PUSHES)
async def test_a_mailbox_in_step_holds_each_record_up_to_its_head_once(
    pushes: list[int | str],
) -> None:
    mailbox = Mailbox(Ring(SlowClient.BUFFER), None, LiveCounters())
    mailbox.join(Cursor(EPOCH, 0))
    taken: list[int] = []
    heard, is_doubtful = 0, False
    for push in pushes:
        match push:
            case int(seq):
                mailbox.push(a_record(seq))
                heard = max(heard, seq)
            case "miss":
                mailbox.miss()
                is_doubtful = True
            case "settle":
                mailbox.settle()
                is_doubtful = False
            case "take" if mailbox.has_mail:
                one = await mailbox.take()
                assert isinstance(one, Record)
                taken.append(one.cursor.seq)
            case "join" if mailbox.is_behind and not mailbox.has_mail:
                # The log was read up to here, perhaps before the newest was added to it.
                position = max(mailbox.head.seq, heard - 1)
                taken += range(mailbox.head.seq + 1, position + 1)
                mailbox.join(Cursor(EPOCH, position))
        assert mailbox.is_behind or not (is_doubtful or heard > mailbox.head.seq)
    while mailbox.has_mail:
        one = await mailbox.take()
        assert isinstance(one, Record)
        taken.append(one.cursor.seq)
    assert taken == list(range(1, mailbox.head.seq + 1))
