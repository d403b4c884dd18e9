/** The stream over time: viewers, chat and sentiment, under one crosshair. */
import { useMemo, type ReactElement } from "react";

import type { Kind, Band, Series } from "../../charts/series";
import { TimeChart } from "../../charts/time-chart";
import type { Domain } from "../../charts/view";
import type { Colour } from "../../lib/colour";
import { compact, score, type Format } from "../../lib/number";
import { useCell, useSignal } from "../../lib/signal";
import type { Metric } from "./metrics";
import type { StreamStore } from "./store";

interface Definition {
  metric: Metric;
  title: string;
  name: string;
  kind: Kind;
  colour: Colour;
  format: Format;
  height: number;
}

const CHARTS: readonly Definition[] = [
  {
    metric: "viewers",
    title: "Viewers",
    name: "viewers",
    kind: "line",
    colour: "--data-1",
    format: compact,
    height: 220,
  },
  {
    metric: "chatRate",
    title: "Chat rate",
    name: "messages / min",
    kind: "area",
    colour: "--data-2",
    format: compact,
    height: 220,
  },
  {
    metric: "sentiment",
    title: "Sentiment",
    name: "mean score",
    kind: "ribbon",
    colour: "--positive",
    format: score,
    height: 130,
  },
];

/** New views on the columns; `_version` is what makes them new. */
function seriesOf(
  store: StreamStore,
  domain: Domain | null,
  _version: number,
): Record<string, Series[]> {
  const { from, to } = domain ?? { from: 0, to: 0 };
  const { timeline } = store.historyFor({ from, to });
  return Object.fromEntries(
    CHARTS.map(({ metric, name, colour }) => [
      metric,
      [{ name, colour, points: timeline.points(metric, from, to) }],
    ]),
  );
}

interface Props {
  store: StreamStore;
  bands: readonly Band[];
  chosen: string | null;
  onBand: (id: string) => void;
}

export function Charts({ store, bands, chosen, onBand }: Props): ReactElement {
  const version = useSignal(store);
  const domain = useCell(store.view.domain);
  const series = useMemo(() => seriesOf(store, domain, version), [store, domain, version]);
  const isLoading = domain === null || !store.historyFor(domain).isLoaded;
  return (
    <div className="stream-charts">
      {CHARTS.map(({ metric, title, kind, format, height }) => (
        <TimeChart
          key={metric}
          title={title}
          kind={kind}
          view={store.view}
          series={series[metric] ?? []}
          format={format}
          height={height}
          bands={bands}
          chosen={chosen}
          onBand={onBand}
          isLoading={isLoading}
        />
      ))}
    </div>
  );
}
