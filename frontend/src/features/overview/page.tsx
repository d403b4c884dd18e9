/** `/`: every stream at a glance. */
import "./overview.css";

import { useEffect, useState, type ReactElement } from "react";
import { useSearchParams } from "react-router";

import { compact, NOTHING } from "../../lib/number";
import { useSignal } from "../../lib/signal";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Select } from "../../ui/select";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/state";
import { useTitle } from "../../ui/title";
import { List } from "./list";
import { isOrder, matching, ordered, ORDERS, type Order } from "./order";
import { OverviewStore, type Entry } from "./store";
import { Ticker } from "./ticker";

interface Filters {
  text: string;
  isLiveOnly: boolean;
  order: Order;
  change: (name: "q" | "live" | "sort", value: string) => void;
}

/** They stand in the address, so that a link restores the view. */
function useFilters(): Filters {
  const [search, setSearch] = useSearchParams();
  const sort = search.get("sort");
  return {
    text: search.get("q") ?? "",
    isLiveOnly: search.get("live") === "1",
    order: isOrder(sort) ? sort : "viewers",
    change: (name, value) => {
      setSearch(
        (now) => {
          if (value === "") now.delete(name);
          else now.set(name, value);
          return now;
        },
        { replace: true },
      );
    },
  };
}

/** Of those that are known; null where none is. */
function sum(values: (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value != null);
  return known.length > 0 ? known.reduce((total, value) => total + value, 0) : null;
}

function Totals({ entries }: { entries: readonly Entry[] }): ReactElement {
  const windows = entries.map(({ now }) => now.window);
  const live = entries.filter(({ now }) => now.live === true).length;
  return (
    <dl className="totals">
      <div>
        <dt>Live</dt>
        <dd className="figure">{entries.length > 0 ? `${live} of ${entries.length}` : NOTHING}</dd>
      </div>
      <div>
        <dt>Viewers</dt>
        <dd className="figure">{compact(sum(windows.map((window) => window?.viewerLast)))}</dd>
      </div>
      <div>
        <dt>Chat / min</dt>
        <dd className="figure">{compact(sum(windows.map((window) => window?.chatRate)))}</dd>
      </div>
    </dl>
  );
}

function Search({ filters }: { filters: Filters }): ReactElement {
  return (
    <div className="search">
      <label>
        <Icon name="search" />
        <span className="visually-hidden">Filter streams</span>
        <input
          type="search"
          placeholder="Filter streams"
          value={filters.text}
          onChange={(event) => {
            filters.change("q", event.target.value);
          }}
        />
      </label>
      <button
        type="button"
        className="button button-outlined"
        aria-pressed={filters.isLiveOnly}
        onClick={() => {
          filters.change("live", filters.isLiveOnly ? "" : "1");
        }}
      >
        Live only
      </button>
      <Select
        label="Order"
        value={filters.order}
        options={ORDERS}
        onChoose={(order) => {
          filters.change("sort", order);
        }}
      />
    </div>
  );
}

function Streams({ store, filters }: { store: OverviewStore; filters: Filters }): ReactElement {
  const seen = matching(
    ordered(store.entries.values(), filters.order),
    filters.text,
    filters.isLiveOnly,
  );
  if (store.error !== null && !store.isLoaded)
    return (
      <ErrorState
        title="The streams cannot be followed"
        message={store.error.message}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  if (!store.isLoaded)
    return (
      <div className="streams-loading">
        <SkeletonLines lines={6} height="3rem" />
      </div>
    );
  if (store.entries.size === 0)
    return (
      <EmptyState title="No stream yet">
        A stream appears as soon as its first message is counted, within seconds of the
        producer&apos;s start.
      </EmptyState>
    );
  if (seen.length === 0)
    return (
      <EmptyState title="No stream matches" icon="search">
        Try fewer words, or all streams.
      </EmptyState>
    );
  return (
    <List
      entries={seen}
      order={filters.order}
      onOrder={(order) => {
        filters.change("sort", order);
      }}
    />
  );
}

export default function OverviewPage(): ReactElement {
  const [store] = useState(() => new OverviewStore());
  useEffect(() => store.start(), [store]);
  useSignal(store);
  const filters = useFilters();
  const entries = [...store.entries.values()];
  const live = entries.filter(({ now }) => now.live === true).length;
  useTitle(store.isLoaded ? `${live} live · Telemetra` : "Telemetra");
  return (
    <>
      <header className="page-head">
        <h1>Streams</h1>
        <Totals entries={entries} />
      </header>
      <div className="overview">
        <Card
          title="Now"
          note="a column’s head sorts by it"
          tools={<Search filters={filters} />}
          className="overview-streams"
        >
          <Streams store={store} filters={filters} />
        </Card>
        <Ticker moments={store.moments} isLoaded={store.areMomentsLoaded} />
      </div>
    </>
  );
}
