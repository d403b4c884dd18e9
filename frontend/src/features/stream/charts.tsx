/** The stream over time: viewers, chat and sentiment, under one crosshair. */
import { useState, type ReactElement } from "react";

import type { Band, Kind, Source } from "../../charts/series";
import { TimeChart } from "../../charts/time-chart";
import type { Colour } from "../../lib/colour";
import { compact, score, type Format } from "../../lib/number";
import { useCell } from "../../lib/signal";
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

/** Where a chart reads its line: of the history that is fine enough for what is seen. */
const sourceOf = (store: StreamStore, { metric, name, colour }: Definition): Source => ({
  signal: store,
  read: ({ from, to }) => {
    const { timeline } = store.historyFor({ from, to });
    return [{ name, colour, points: timeline.points(metric, from, to) }];
  },
});

interface Props {
  store: StreamStore;
  bands: readonly Band[];
  chosen: string | null;
  onBand: (id: string) => void;
}

export function Charts({ store, bands, chosen, onBand }: Props): ReactElement {
  const [charts] = useState(() =>
    CHARTS.map((chart) => ({ ...chart, source: sourceOf(store, chart) })),
  );
  const domain = useCell(store.view.domain);
  const isLoading = domain === null || !store.historyFor(domain).isLoaded;
  return (
    <div className="stream-charts">
      {charts.map(({ metric, title, kind, format, height, source }) => (
        <TimeChart
          key={metric}
          title={title}
          kind={kind}
          view={store.view}
          source={source}
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
