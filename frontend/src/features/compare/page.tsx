/** `/compare?streams=a,b,c`: up to six streams over the same time. */
import "./compare.css";

import { useEffect, useMemo, useState, type ReactElement } from "react";
import { useSearchParams } from "react-router";

import { restore, useAddress } from "../../charts/address";
import { RangeBar } from "../../charts/range-bar";
import type { Series } from "../../charts/series";
import { TimeChart } from "../../charts/time-chart";
import { View, type Domain } from "../../charts/view";
import { useChannels } from "../../graphql/channels";
import { METRICS, type Metric } from "../../graphql/metrics";
import { seriesColour } from "../../lib/colour";
import { compact } from "../../lib/number";
import { useCell, useSignal } from "../../lib/signal";
import { HOUR } from "../../lib/time";
import { Choices } from "../../ui/choices";
import { EmptyState, ErrorState, Skeleton } from "../../ui/state";
import { useTitle } from "../../ui/title";
import { canBeIndexed, MOST, useCompared, type Compared } from "./address";
import { baseOf, indexed } from "./arithmetic";
import { CrosshairTime, Legend } from "./legend";
import { Picker, Suggestions } from "./picker";
import { CompareStore } from "./store";

const SCALES = [
  { value: "same", label: "Same axis" },
  { value: "indexed", label: "Start = 100" },
] as const;

function Head({ compared }: { compared: Compared }): ReactElement {
  const { metric, isIndexed, choose, index } = compared;
  return (
    <>
      <label className="compare-metric">
        <span className="visually-hidden">Metric</span>
        <select
          value={metric.name}
          onChange={({ target: { value } }) =>
            choose(METRICS.find(({ name }) => name === value) ?? metric)
          }
        >
          {METRICS.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {canBeIndexed(metric) && (
        <Choices
          label="Scale"
          value={isIndexed ? "indexed" : "same"}
          options={SCALES}
          onChoose={(value) => index(value === "indexed")}
        />
      )}
    </>
  );
}

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

function Lined(props: { store: CompareStore; compared: Compared; domain: Domain }): ReactElement {
  const { store, compared, domain } = props;
  const { metric, isIndexed } = compared;
  const version = useSignal(store.windows);
  const lines = store.linesFor(metric, domain);
  useEffect(() => store.reach(metric, domain), [store, metric, domain, version]);
  const counted = useMemo(
    () => seriesOf(store, metric, domain, version),
    [store, metric, domain, version],
  );
  const drawn = useMemo(
    () => (isIndexed ? measured(counted, domain.from) : counted),
    [counted, isIndexed, domain.from],
  );
  return (
    <>
      {lines.error !== null && (
        <ErrorState
          title="The past cannot be loaded"
          message={lines.error}
          onRetry={() => store.retry(metric, domain)}
        />
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

function Comparison({ view, compared }: { view: View; compared: Compared }): ReactElement {
  const { ids } = compared;
  const [store] = useState(() => new CompareStore(ids, view));
  useEffect(() => store.start(), [store]);
  useSignal(store.windows);
  const domain = useCell(view.domain);
  const { errors, latest } = store.windows;
  if (ids.every((id) => errors.has(id)) && latest.size === 0)
    return (
      <EmptyState
        title={ids.length === 1 ? `No stream “${ids.join()}”` : "None of these streams is tracked"}
        icon="search"
        action={
          <button type="button" className="button button-outlined" onClick={compared.clear}>
            Choose others
          </button>
        }
      >
        {ids.join(", ")}: a stream is named by its channel&apos;s login in lower case.
      </EmptyState>
    );
  return (
    <>
      <RangeBar view={view} />
      {domain === null ? (
        <div className="card" role="status" aria-label="Loading">
          <Skeleton height="26rem" />
        </div>
      ) : (
        <Lined store={store} compared={compared} domain={domain} />
      )}
    </>
  );
}

export default function ComparePage(): ReactElement {
  const [search] = useSearchParams();
  const [view] = useState(() => {
    const made = new View(HOUR);
    restore(made, search);
    return made;
  });
  useAddress(view);
  const compared = useCompared();
  const { ids, leftOut, add } = compared;
  const { channels, error } = useChannels();
  const others = (channels ?? []).filter(({ id }) => !ids.includes(id));
  useTitle(`${ids.length > 0 ? `${ids.join(", ")} · ` : ""}Compare · Telemetra`);
  return (
    <>
      <header className="page-head compare-head">
        <h1>Compare</h1>
        <Picker channels={others} onAdd={add} isFull={ids.length >= MOST} />
        {ids.length > 0 && <Head compared={compared} />}
      </header>
      {leftOut > 0 && (
        <p className="banner" role="status">
          Six streams is the most: {leftOut} more of the address are left out.
        </p>
      )}
      {ids.length === 0 ? (
        <EmptyState
          title="Choose streams to compare"
          icon="chart"
          action={<Suggestions channels={others} onAdd={add} />}
        >
          {error ?? "Up to six, over the same time, on one axis or each from 100."}
        </EmptyState>
      ) : (
        <Comparison key={ids.join()} view={view} compared={compared} />
      )}
    </>
  );
}
