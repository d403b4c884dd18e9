"""What a batch wrote -> the numbered records of the feeds, as letters to be published."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, NamedTuple

from psycopg import Cursor

from contracts.derived import (
    Derived,
    Moment,
    SentimentWindow,
    StreamMinute,
    StreamNow,
    StreamsNow,
    TopChatters,
)
from contracts.events import Payload, to_json
from contracts.feeds import ALL_STREAMS, TOPIC_BY_KIND, FeedKind, feed_name
from spark.publish import Letter
from spark.write.feeds import take_numbers

STREAMS_A_RECORD: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """What a batch has to tell. Of a minute only its newest state is told, in the order of time."""

    minutes: Sequence[StreamMinute]
    moments: Sequence[Moment]
    leaderboards: Sequence[TopChatters]
    streams: Sequence[StreamNow]
    newest_event_at: datetime | None


class _Record(NamedTuple):
    kind: FeedKind
    stream_id: str
    data: Payload

    @property
    def feed(self) -> str:
        return feed_name(self.kind, self.stream_id)


def to_letters(cursor: Cursor, told: Told) -> list[Letter]:
    """Number the records, each in its feed and without a hole, and address them.

    A moment is numbered twice: in its stream's feed, and in the one over all streams.
    """
    records = list(_records(told))
    places = take_numbers(cursor, Counter(record.feed for record in records))
    emitted_at = datetime.now(UTC)
    letters = []
    for record in records:
        feed = record.feed
        place = places[feed] = replace(places[feed], seq=places[feed].seq + 1)
        derived = Derived[Payload](
            feed=feed,
            epoch=place.epoch,
            seq=place.seq,
            emitted_at=emitted_at,
            newest_event_at=told.newest_event_at,
            data=record.data,
        )
        letters.append(Letter(TOPIC_BY_KIND[record.kind], None, feed, to_json(derived).decode()))
    return letters


def _records(told: Told) -> Iterator[_Record]:
    for minute in told.minutes:
        yield _Record(FeedKind.METRICS, minute.stream_id, minute)
        yield _Record(FeedKind.SENTIMENT, minute.stream_id, _sentiment(minute))
    for board in told.leaderboards:
        yield _Record(FeedKind.CHATTERS, board.stream_id, board)
    for moment in told.moments:
        yield _Record(FeedKind.MOMENTS, moment.stream_id, moment)
        yield _Record(FeedKind.MOMENTS, ALL_STREAMS, moment)
    for start in range(0, len(told.streams), STREAMS_A_RECORD):
        some = list(told.streams[start : start + STREAMS_A_RECORD])
        yield _Record(FeedKind.STREAMS, ALL_STREAMS, StreamsNow(streams=some))


def _sentiment(minute: StreamMinute) -> SentimentWindow:
    messages, positive, negative = (
        int(minute.metrics[slug] or 0)
        for slug in ("message_count", "positive_messages", "negative_messages")
    )
    return SentimentWindow(
        stream_id=minute.stream_id,
        timestamp=minute.timestamp,
        is_final=minute.is_final,
        revision=minute.revision,
        positive=positive,
        neutral=messages - positive - negative,
        negative=negative,
        mean=minute.metrics["sentiment_score"],
    )
