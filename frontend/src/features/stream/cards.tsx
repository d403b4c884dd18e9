/** The stream's figures as they are now, each against an hour ago, with its age. */
import type { ReactElement } from "react";

import { Sparkline } from "../../charts/sparkline";
import type { Colour } from "../../lib/colour";
import { mood } from "../../lib/mood";
import { useNow } from "../../lib/now";
import {
  absoluteChange,
  compact,
  relativeChange,
  score,
  type Change,
  type Format,
} from "../../lib/number";
import { ago, clock, HOUR, MINUTE, utc } from "../../lib/time";
import type { Timeline } from "../../lib/timeline";
import { Icon } from "../../ui/icon";
import { Skeleton } from "../../ui/state";
import type { Metric } from "./metrics";

interface Definition {
  metric: Metric;
  label: string;
  unit: string | ((value: number | null) => string);
  colour: Colour;
  format: Format;
  change: (now: number | null, before: number | null) => Change | null;
  /** Counts grow while their minute is open, and mean something when it has closed. */
  isCounted: boolean;
}

const CARDS: readonly Definition[] = [
  {
    metric: "viewersLast",
    label: "Viewers",
    unit: "",
    colour: "--data-1",
    format: compact,
    change: relativeChange,
    isCounted: false,
  },
  {
    metric: "chatRate",
    label: "Chat rate",
    unit: "/ min",
    colour: "--data-2",
    format: compact,
    change: relativeChange,
    isCounted: false,
  },
  {
    metric: "uniqueChatters",
    label: "Unique chatters",
    unit: "/ min",
    colour: "--data-3",
    format: compact,
    change: relativeChange,
    isCounted: true,
  },
  {
    metric: "transactions",
    label: "Transactions",
    unit: "/ min",
    colour: "--data-4",
    format: compact,
    change: relativeChange,
    isCounted: true,
  },
  {
    metric: "sentiment",
    label: "Sentiment",
    unit: (value) => mood(value) ?? "",
    colour: "--data-6",
    format: score,
    change: absoluteChange,
    isCounted: false,
  },
];

function ChangeLine({ change }: { change: Change | null }): ReactElement {
  if (change === null) return <span className="metric-change">no value an hour ago</span>;
  const { direction, text } = change;
  return (
    <span className="metric-change">
      {direction !== "flat" && <Icon name={direction} />}
      <b className="figure">{direction === "flat" ? "unchanged" : text}</b>
      <span className="visually-hidden">{direction}</span> in an hour
    </span>
  );
}

interface Props {
  timeline: Timeline<Metric>;
  isLoaded: boolean;
  /** When what is newest was counted. */
  countedAt: number | null;
}

function MetricCard({
  card,
  timeline,
  isLoaded,
  countedAt,
}: Props & { card: Definition }): ReactElement {
  const now = useNow();
  const time = (card.isCounted ? timeline.lastFinal : timeline.last) ?? 0;
  const value = timeline.at(time, card.metric);
  const change = card.change(value, timeline.at(time - HOUR, card.metric));
  const asOf = card.isCounted ? time + MINUTE : (countedAt ?? time);
  const end = time + MINUTE;
  return (
    <div className="card metric" role="group" aria-label={card.label}>
      <h2>{card.label}</h2>
      <p className="metric-value figure">
        {card.format(value)}{" "}
        <small>{typeof card.unit === "string" ? card.unit : card.unit(value)}</small>
      </p>
      {isLoaded ? <ChangeLine change={change} /> : <Skeleton width="60%" />}
      <Sparkline
        points={timeline.points(card.metric, end - HOUR, end)}
        from={end - HOUR}
        to={end}
        colour={card.colour}
        label={`${card.label} over the last hour`}
      />
      <p className="metric-age" title={utc(asOf)}>
        {card.isCounted
          ? `minute of ${clock(time)}, closed`
          : `${timeline.isFinalAt(time) ? "closed" : "provisional"}, ${ago(asOf, now)}`}
      </p>
    </div>
  );
}

export function Cards(props: Props): ReactElement {
  if (props.timeline.length === 0)
    return (
      <div className="metrics">
        {CARDS.map(({ metric }) => (
          <div key={metric} className="card metric">
            <Skeleton height="8.375rem" />
          </div>
        ))}
      </div>
    );
  return (
    <div className="metrics">
      {CARDS.map((card) => (
        <MetricCard key={card.metric} card={card} {...props} />
      ))}
    </div>
  );
}
