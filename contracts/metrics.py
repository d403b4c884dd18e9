"""The metric registry: one entry a metric, its slug the same from Spark to the chart."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fold(StrEnum):
    """How a metric of many minutes becomes one number."""

    SUM = "sum"
    MEAN = "mean"
    MAX = "max"
    LAST = "last"
    DISTINCT = "distinct"


class Number(StrEnum):
    """What kind of number a metric is, from Spark to GraphQL."""

    WHOLE = "whole"
    REAL = "real"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Metric:
    """One number that a stream's minute has.

    `slug` names the Spark column, the table's column, the GraphQL enum value (in upper case), the
    GraphQL field (in camel case) and the chart. `weight` is the slug that weighs a mean; without
    one each observed minute weighs the same. `is_zero_when_quiet`: a minute in which nothing of the
    kind happened has 0; otherwise it has null, for nothing was observed.
    """

    slug: str
    label: str
    unit: str
    number: Number
    fold: Fold
    is_zero_when_quiet: bool
    description: str
    weight: str | None = None


METRICS: Final = (
    Metric(
        slug="message_count",
        label="Messages",
        unit="messages",
        number=Number.WHOLE,
        fold=Fold.SUM,
        is_zero_when_quiet=True,
        description="Chat messages sent.",
    ),
    Metric(
        slug="chat_rate",
        label="Chat rate",
        unit="messages/min",
        number=Number.REAL,
        fold=Fold.MEAN,
        is_zero_when_quiet=True,
        description="Chat messages a minute; an open window is scaled by its elapsed seconds.",
    ),
    Metric(
        slug="unique_chatters",
        label="Unique chatters",
        unit="chatters",
        number=Number.WHOLE,
        fold=Fold.DISTINCT,
        is_zero_when_quiet=True,
        description="Different people who sent a message; exact, and never added up over time.",
    ),
    Metric(
        slug="viewer_count",
        label="Viewers",
        unit="viewers",
        number=Number.REAL,
        fold=Fold.MEAN,
        is_zero_when_quiet=False,
        description="Mean of the viewer samples.",
    ),
    Metric(
        slug="viewer_last",
        label="Viewers now",
        unit="viewers",
        number=Number.WHOLE,
        fold=Fold.LAST,
        is_zero_when_quiet=False,
        description="The newest viewer sample.",
    ),
    Metric(
        slug="viewer_peak",
        label="Peak viewers",
        unit="viewers",
        number=Number.WHOLE,
        fold=Fold.MAX,
        is_zero_when_quiet=False,
        description="The highest viewer sample.",
    ),
    Metric(
        slug="transaction_count",
        label="Transactions",
        unit="transactions",
        number=Number.WHOLE,
        fold=Fold.SUM,
        is_zero_when_quiet=True,
        description="Cheers, subscriptions, gifts and donations.",
    ),
    Metric(
        slug="revenue",
        label="Revenue",
        unit="USD",
        number=Number.MONEY,
        fold=Fold.SUM,
        is_zero_when_quiet=True,
        description=(
            "US dollars of the transactions whose amount Twitch states: a bit is one cent, a "
            "charity donation its own sum; subscriptions carry no price and add nothing."
        ),
    ),
    Metric(
        slug="sentiment_score",
        label="Sentiment",
        unit="score",
        number=Number.REAL,
        fold=Fold.MEAN,
        is_zero_when_quiet=False,
        description="Mean sentiment of the messages, from -1 (negative) to 1 (positive).",
        weight="message_count",
    ),
    Metric(
        slug="positive_messages",
        label="Positive messages",
        unit="messages",
        number=Number.WHOLE,
        fold=Fold.SUM,
        is_zero_when_quiet=True,
        description="Messages whose sentiment lies above 0.05.",
    ),
    Metric(
        slug="negative_messages",
        label="Negative messages",
        unit="messages",
        number=Number.WHOLE,
        fold=Fold.SUM,
        is_zero_when_quiet=True,
        description="Messages whose sentiment lies below -0.05.",
    ),
    Metric(
        slug="emote_count",
        label="Emotes",
        unit="emotes",
        number=Number.WHOLE,
        fold=Fold.SUM,
        is_zero_when_quiet=True,
        description="Emotes used in messages, each use counted.",
    ),
    Metric(
        slug="first_time_chatters",
        label="First-time chatters",
        unit="chatters",
        number=Number.WHOLE,
        fold=Fold.SUM,
        is_zero_when_quiet=True,
        description="People whose message Twitch marks as their first ever in the channel.",
    ),
)

METRIC_BY_SLUG: Final = {metric.slug: metric for metric in METRICS}
