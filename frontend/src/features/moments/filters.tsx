/** Of which streams, which kind, how severe, over which time, and in which order. */
import type { ReactElement } from "react";

import type { Channel } from "../../graphql/channels";
import { KIND_NAMES, KINDS } from "../../graphql/kinds";
import { Choices } from "../../ui/choices";
import { Select } from "../../ui/select";
import { RANGES, type Asked } from "./address";

const SEVERITIES = [
  { value: "", label: "Any severity" },
  { value: "MEDIUM", label: "Medium and above" },
  { value: "HIGH", label: "High and above" },
  { value: "CRITICAL", label: "Critical only" },
];

const TYPES = [
  { value: "", label: "All kinds" },
  ...KIND_NAMES.map((value) => ({ value, label: KINDS[value].many })),
];

const ORDERS = [
  { value: "time", label: "Newest" },
  { value: "severity", label: "Severity" },
  { value: "score", label: "Score" },
] as const;

/** A stream that is not known stays chosen: the list says that it is not known. */
function streamsOf(
  channels: readonly Channel[],
  chosen: string | null,
): { value: string; label: string }[] {
  const known = channels.map(({ id, channel }) => ({ value: id, label: channel }));
  const isKnown = chosen === null || channels.some(({ id }) => id === chosen);
  return [
    { value: "", label: "All streams" },
    ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
    ...known,
  ];
}

function OrderChoice({ ranking, change }: Pick<Asked, "ranking" | "change">): ReactElement {
  return (
    <span className="filters-order">
      <span className="card-note" aria-hidden>
        Order
      </span>
      <Choices
        label="Order"
        value={ranking}
        options={ORDERS}
        onChoose={(value) => change("sort", value === "time" ? "" : value)}
      />
    </span>
  );
}

export function Filters({
  asked,
  channels,
}: {
  asked: Asked;
  channels: readonly Channel[];
}): ReactElement {
  const { streamId, type, minSeverity, range, ranking, change } = asked;
  return (
    <div className="filters">
      <Choices
        label="Range"
        value={range}
        options={RANGES}
        onChoose={(value) => change("range", value === "24h" ? "" : value)}
      />
      <Select
        label="Stream"
        value={streamId ?? ""}
        options={streamsOf(channels, streamId)}
        onChoose={(value) => change("stream", value)}
      />
      <Select
        label="Kind"
        value={type ?? ""}
        options={TYPES}
        onChoose={(value) => change("type", value)}
      />
      <Select
        label="Severity"
        value={minSeverity === "LOW" ? "" : (minSeverity ?? "")}
        options={SEVERITIES}
        onChoose={(value) => change("severity", value)}
      />
      <OrderChoice ranking={ranking} change={change} />
    </div>
  );
}
