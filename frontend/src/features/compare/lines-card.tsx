/** The lines of all streams in one chart, and what each says. */
import { useEffect, useMemo, type ReactElement } from "react";

import type { Series } from "../../charts/series";
import { TimeChart } from "../../charts/time-chart";
import type { Domain } from "../../charts/view";
import type { Metric } from "../../graphql/metrics";
import { seriesColour } from "../../lib/colour";
import { compact } from "../../lib/number";
import { useSignal } from "../../lib/signal";
import { ErrorState } from "../../ui/state";
import type { Compared } from "./address";
import { baseOf, indexed } from "./arithmetic";
import { CrosshairTime, Legend } from "./legend";
import type { CompareStore } from "./store";

/** New views on the columns; `_version` is what makes them new. */
function seriesOf(store: CompareStore, metric: Metric, domain: Domain, _version: number): Series[] {
  const { timelines } = store.linesFor(metric, domain);
  return [...timelines].map(([name, timeline], index) => ({
    name,
    colour: seriesColour(index),
    points: timeline.points("value", domain.from, domain.to),
  }));
}

const measured = (series: readonly Series[], from: number): Series[] =>
  series.map((one) => ({ ...one, points: indexed(one.points, baseOf(one.points, from)) }));

function Failed({ message, onRetry }: { message: string; onRetry: () => void }): ReactElement {
  return <ErrorState title="The past cannot be loaded" message={message} onRetry={onRetry} />;
}

/** As they were counted, and as they are drawn. */
function useSeries(store: CompareStore, compared: Compared, domain: Domain): [Series[], Series[]] {
  const { metric, isIndexed } = compared;
  const version = useSignal(store.windows);
  useEffect(() => store.reach(metric, domain), [store, metric, domain, version]);
  const counted = useMemo(
    () => seriesOf(store, metric, domain, version),
    [store, metric, domain, version],
  );
  const drawn = useMemo(
    () => (isIndexed ? measured(counted, domain.from) : counted),
    [counted, isIndexed, domain.from],
  );
  return [counted, drawn];
}

export function LinesCard(props: {
  store: CompareStore;
  compared: Compared;
  domain: Domain;
}): ReactElement {
  const { store, compared, domain } = props;
  const { metric, isIndexed } = compared;
  const [counted, drawn] = useSeries(store, compared, domain);
  const lines = store.linesFor(metric, domain);
  return (
    <>
      {lines.error !== null && (
        <Failed message={lines.error} onRetry={() => store.retry(metric, domain)} />
      )}
      <TimeChart
        title={`${metric.label} ${isIndexed ? "(start = 100)" : metric.unit}`.trim()}
        kind="line"
        view={store.view}
        series={drawn}
        format={isIndexed ? compact : metric.format}
        height={380}
        readout={<CrosshairTime view={store.view} />}
        isLoading={!lines.isLoaded && lines.error === null}
      />
      <Legend
        view={store.view}
        domain={domain}
        metric={metric}
        series={counted}
        errors={store.windows.errors}
        onRemove={compared.remove}
      />
    </>
  );
}
