/** The lines of all streams in one chart, and what each says. */
import { useEffect, useMemo, type ReactElement } from "react";

import type { Series, Source } from "../../charts/series";
import { TimeChart } from "../../charts/time-chart";
import type { Domain } from "../../charts/view";
import type { Metric } from "../../graphql/metrics";
import { seriesColour } from "../../lib/colour";
import { compact } from "../../lib/number";
import { useCalm } from "../../lib/signal";
import { Missed } from "../../ui/missed";
import { ErrorState } from "../../ui/state";
import type { Compared } from "./address";
import { baseOf, indexed } from "./arithmetic";
import { CrosshairTime, Legend } from "./legend";
import type { CompareStore } from "./store";

function seriesOf(store: CompareStore, metric: Metric, { from, to }: Domain): Series[] {
  const { timelines } = store.linesFor(metric, { from, to });
  return [...timelines].map(([name, timeline], index) => ({
    name,
    colour: seriesColour(index),
    points: timeline.points("value", from, to),
  }));
}

const measured = (series: readonly Series[], from: number): Series[] =>
  series.map((one) => ({ ...one, points: indexed(one.points, baseOf(one.points, from)) }));

function Failed({ message, onRetry }: { message: string; onRetry: () => void }): ReactElement {
  return <ErrorState title="The past cannot be loaded" message={message} onRetry={onRetry} />;
}

/** The lines as they are drawn. */
function useSource(store: CompareStore, { metric, isIndexed }: Compared): Source {
  return useMemo(() => {
    const read = (domain: Domain): Series[] => {
      const counted = seriesOf(store, metric, domain);
      return isIndexed ? measured(counted, domain.from) : counted;
    };
    return { signal: store.windows, read };
  }, [store, metric, isIndexed]);
}

export function LinesCard(props: {
  store: CompareStore;
  compared: Compared;
  domain: Domain;
}): ReactElement {
  const { store, compared, domain } = props;
  const { metric, isIndexed } = compared;
  const source = useSource(store, compared);
  const version = useCalm(store.windows);
  useEffect(() => store.reach(metric, domain), [store, metric, domain, version]);
  const lines = store.linesFor(metric, domain);
  const { gap } = store.windows;
  return (
    <>
      <Missed
        gap={gap}
        of={gap?.of}
        isWhole={lines.isWhole}
        onDismiss={() => store.windows.dismissGap()}
      />
      {lines.error !== null && (
        <Failed message={lines.error} onRetry={() => store.retry(metric, domain)} />
      )}
      <TimeChart
        title={`${metric.label} ${isIndexed ? "(start = 100)" : metric.unit}`.trim()}
        kind="line"
        view={store.view}
        source={source}
        format={isIndexed ? compact : metric.format}
        height={380}
        readout={<CrosshairTime view={store.view} />}
        isLoading={!lines.isLoaded && lines.error === null}
      />
      <Legend
        view={store.view}
        domain={domain}
        metric={metric}
        series={seriesOf(store, metric, domain)}
        errors={store.windows.errors}
        onRemove={compared.remove}
      />
    </>
  );
}
