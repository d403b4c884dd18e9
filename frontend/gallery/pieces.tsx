/** Each kind of chart in each of its states, by name. */
import type { ReactElement } from "react";

import type { Band, Kind, Source } from "../src/charts/series";
import { Sparkline } from "../src/charts/sparkline";
import { TimeChart, type TimeChartProps } from "../src/charts/time-chart";
import type { View } from "../src/charts/view";
import { baseOf, indexed } from "../src/features/compare/arithmetic";
import { compact, score } from "../src/lib/number";
import { MINUTE, SECOND } from "../src/lib/time";
import { ConnectionBadge } from "../src/ui/connection-badge";
import { ErrorState } from "../src/ui/state";
import { NOON, one, points, several, sourceOf, START, theHour, waves } from "./data";

const usual = waves(1_200);
const at = (minute: number): number => START + minute * MINUTE;

const BANDS: readonly Band[] = (["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const).map(
  (severity, index) => ({
    id: severity,
    from: at(6 + 14 * index),
    to: at(9 + 14 * index),
    peak: at(7 + 14 * index),
    severity,
    label: `A ${severity.toLowerCase()} moment`,
  }),
);

function chart(kind: Kind, source: Source, more: Partial<TimeChartProps> = {}): ReactElement {
  return (
    <TimeChart
      title="Viewers"
      kind={kind}
      view={theHour()}
      source={source}
      format={kind === "ribbon" ? score : compact}
      {...more}
    />
  );
}

const pointing = (set: (view: View) => void): Partial<TimeChartProps> => {
  const view = theHour();
  set(view);
  return { view };
};

function line(values: Parameters<typeof points>[0], open?: number): ReactElement {
  return (
    <div className="card" style={{ padding: 12 }}>
      <Sparkline
        points={points(values, open)}
        from={START}
        to={NOON}
        colour="--data-2"
        label="Chat rate"
      />
    </div>
  );
}

const without = (from: number, to: number, instead: null | undefined) => (minute: number) =>
  minute >= from && minute < to ? instead : usual(minute);

const asIndex = several(3)
  .read({ from: START, to: NOON })
  .map((series) => ({
    ...series,
    points: indexed(series.points, baseOf(series.points, START)),
  }));

const mood = (minute: number): number => 0.4 * Math.sin(minute / 7);

export const PIECES: Readonly<Record<string, ReactElement>> = {
  line: chart("line", one(usual)),
  area: chart("area", one(usual, { colour: "--data-2" })),
  ribbon: chart("ribbon", one(mood, { colour: "--positive" })),
  several: chart("line", several(3)),
  six: chart("line", several(6)),
  indexed: chart("line", sourceOf(asIndex), { title: "Viewers (start = 100)" }),
  "provisional-line": chart("line", one(usual, { open: 52 })),
  "provisional-area": chart("area", one(usual, { open: 52 })),
  "provisional-ribbon": chart("ribbon", one(mood, { open: 52 })),
  "gap-of-null": chart("line", one(without(25, 35, null))),
  "gap-of-null-in-area": chart("area", one(without(25, 35, null))),
  "gap-of-missing-windows": chart("area", one(without(40, 55, undefined))),
  bands: chart("line", one(usual), { bands: BANDS, chosen: "HIGH", onBand: () => undefined }),
  crosshair: chart(
    "line",
    several(3),
    pointing((view) => view.pointed.set(at(20))),
  ),
  brush: chart(
    "line",
    one(usual),
    pointing((view) => view.brushed.set({ from: at(20), to: at(40) })),
  ),
  table: chart(
    "line",
    one(usual, { open: 58 }),
    pointing((view) => view.tabulate("Viewers", true)),
  ),
  empty: chart(
    "line",
    one(() => null),
  ),
  loading: chart("line", one(usual), { isLoading: true }),
  error: (
    <div className="card">
      <ErrorState
        title="The past cannot be loaded"
        message="PostgreSQL does not answer."
        onRetry={() => undefined}
      />
    </div>
  ),
  silent: <ConnectionBadge phase="open" since={NOON - 5 * MINUTE} dataAt={NOON - 45 * SECOND} />,
  lost: <ConnectionBadge phase="lost" since={NOON - 12 * SECOND} dataAt={NOON - 20 * SECOND} />,
  live: <ConnectionBadge phase="open" since={NOON - 5 * MINUTE} dataAt={NOON - SECOND} />,
  sparkline: line(usual),
  "sparkline-provisional": line(usual, 45),
  "sparkline-with-a-gap": line(without(25, 40, undefined)),
};
