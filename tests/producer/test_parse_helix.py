from datetime import UTC, datetime, timedelta

from contracts.events import StreamMeta, ViewerSample
from producer.parse import parse
from tests.frames import NOON, a_helix_object, a_raw_frame


def both(raw: str, **fields: object) -> tuple[ViewerSample, StreamMeta]:
    (first, viewers), (second, meta) = parse(a_raw_frame(raw, **fields)).events
    assert (first, second) == ("viewer", "stream_meta")
    assert isinstance(viewers, ViewerSample)
    assert isinstance(meta, StreamMeta)
    return viewers, meta


def test_an_object_is_a_viewer_sample_and_what_the_channel_shows() -> None:
    viewers, meta = both(a_helix_object(viewers=1200, title="una tarde tranquila ♟"))
    assert (viewers.stream_id, viewers.viewer_count, viewers.occurred_at) == ("alpha", 1200, NOON)
    assert (meta.live, meta.title, meta.category) == (True, "una tarde tranquila ♟", "Chess")
    assert (meta.language, meta.raid_from) == ("en", None)
    assert meta.started_at == datetime(2024, 1, 6, 9, 30, tzinfo=UTC)


def test_empty_fields_say_nothing_new_and_another_type_is_not_live() -> None:
    _, meta = both(a_helix_object(title="", game_name="", language="", started_at="", type=""))
    assert (meta.title, meta.category, meta.language, meta.started_at) == (None,) * 4
    assert meta.live is False


def test_the_start_of_the_stream_is_shifted_as_the_run_is() -> None:
    day = timedelta(days=1)
    viewers, meta = both(
        a_helix_object(), time_shift_seconds=day.total_seconds(), received_at=NOON + day
    )
    assert viewers.occurred_at == NOON + day
    assert meta.started_at == datetime(2024, 1, 7, 9, 30, tzinfo=UTC)


def test_two_equal_answers_at_two_times_are_two_samples() -> None:
    raw = a_helix_object(observed_at=None)
    first, _ = both(raw)
    again, _ = both(raw)
    later, _ = both(raw, received_at=NOON + timedelta(seconds=1))
    assert first.event_id == again.event_id != later.event_id
