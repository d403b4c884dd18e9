/** `/moments`: what stood out, in which stream it ever was. */
import "./moments.css";

import { useEffect, useState, type ReactElement } from "react";

import { save } from "../../charts/files";
import { useChannels, type Channel } from "../../graphql/channels";
import type { MomentLineFragment } from "../../graphql/generated";
import { useSignal } from "../../lib/signal";
import { instant } from "../../lib/time";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/state";
import { useTitle } from "../../ui/title";
import { RANGES, useAsked, type Asked } from "./address";
import { Filters } from "./filters";
import { List } from "./list";
import { csv, ranked, type Filter, type Ranking } from "./ranking";
import { MomentsStore, MOST } from "./store";
import { Ticker, Unfollowed } from "./ticker";

/** The range ends with the newest data of what is asked for, whatever the clock says. */
function startOf(channels: readonly Channel[], { streamId, range }: Asked): number {
  const seen = channels.filter(({ id }) => streamId === null || id === streamId);
  const newest = Math.max(...seen.map(({ lastSeenAt }) => instant(lastSeenAt)));
  const span = RANGES.find(({ value }) => value === range)?.span ?? 0;
  return Math.floor((newest - span) / 60_000) * 60_000;
}

/** How many there are, as far as that is known. */
function countOf(store: MomentsStore, ranking: Ranking): string {
  const { size } = store.moments;
  if (!store.isLoaded) return "";
  if (!store.hasMore) return size === 1 ? "1 in this time" : `${size} in this time`;
  return ranking === "time" ? `the newest ${size}` : `of the newest ${size} in this time`;
}

function Tail({ store, ranking }: { store: MomentsStore; ranking: Ranking }): ReactElement | null {
  if (!store.hasMore) return null;
  if (ranking !== "time" && store.moments.size >= MOST)
    return <p className="found-tail muted">A shorter range is ranked as a whole.</p>;
  return (
    <p className="found-tail">
      <button
        type="button"
        className="button button-outlined"
        disabled={store.isLoading}
        onClick={() => void store.more()}
      >
        {store.isLoading ? "Loading" : "Show older ones"}
      </button>
    </p>
  );
}

function Content(props: {
  store: MomentsStore;
  moments: readonly MomentLineFragment[];
  asked: Asked;
}): ReactElement {
  const { store, moments, asked } = props;
  if (store.error !== null && !store.isLoaded)
    return (
      <ErrorState
        title="Moments cannot be loaded"
        message={store.error}
        onRetry={() => void store.more()}
      />
    );
  if (!store.isLoaded) return <SkeletonLines lines={8} height="2rem" />;
  if (moments.length === 0)
    return (
      <EmptyState
        title="Nothing stood out"
        action={
          <button type="button" className="button button-outlined" onClick={asked.clear}>
            Clear the filters
          </button>
        }
      >
        In this time all was as usual, or the filters leave it out. A longer range may show more.
      </EmptyState>
    );
  return (
    <>
      <List moments={moments} ranking={asked.ranking} />
      {store.error !== null && (
        <p className="banner" role="alert">
          Older ones cannot be loaded: {store.error}
        </p>
      )}
      <Tail store={store} ranking={asked.ranking} />
    </>
  );
}

/** All of the range, in the order that is seen. */
async function download(store: MomentsStore, ranking: Ranking): Promise<void> {
  await store.all();
  const rows = csv(ranked(store.moments.values(), ranking));
  save("moments.csv", new Blob([rows], { type: "text/csv" }));
}

function Found({ filter, asked }: { filter: Filter; asked: Asked }): ReactElement {
  const [store] = useState(() => new MomentsStore(filter));
  useEffect(() => store.start(), [store]);
  const version = useSignal(store);
  const { ranking } = asked;
  const moments = ranked(store.moments.values(), ranking);
  useEffect(() => {
    if (ranking !== "time" && store.error === null) void store.all();
  }, [store, ranking, version]);
  useTitle(`${store.newCount > 0 ? `(${store.newCount}) ` : ""}Moments · Telemetra`);
  return (
    <>
      {store.followError !== null && <Unfollowed />}
      {store.newest !== null && store.newest.id !== moments[0]?.id && (
        <Ticker newest={store.newest} newCount={store.newCount} />
      )}
      <Card
        title={ranking === "time" ? "As they happened" : `Ranked by ${ranking}`}
        note={countOf(store, ranking)}
        tools={
          <button
            type="button"
            className="button button-outlined"
            disabled={moments.length === 0}
            onClick={() => void download(store, ranking)}
          >
            <Icon name="download" /> CSV
          </button>
        }
      >
        <Content store={store} moments={moments} asked={asked} />
      </Card>
    </>
  );
}

function Unknown({ id, onLeave }: { id: string; onLeave: () => void }): ReactElement {
  return (
    <EmptyState
      title={`No stream “${id}”`}
      icon="search"
      action={
        <button type="button" className="button button-outlined" onClick={onLeave}>
          Moments of all streams
        </button>
      }
    >
      It is not tracked, or none of its events has been counted yet.
    </EmptyState>
  );
}

function Body(props: { channels: readonly Channel[]; asked: Asked }): ReactElement {
  const { channels, asked } = props;
  const { streamId, type, minSeverity } = asked;
  if (streamId !== null && !channels.some(({ id }) => id === streamId))
    return <Unknown id={streamId} onLeave={() => asked.change("stream", "")} />;
  if (channels.length === 0)
    return (
      <EmptyState title="No stream yet">
        Moments appear as soon as a stream is followed, and something in it is far from usual.
      </EmptyState>
    );
  const filter = { streamId, type, minSeverity, from: startOf(channels, asked) };
  return <Found key={JSON.stringify(filter)} filter={filter} asked={asked} />;
}

export default function MomentsPage(): ReactElement {
  const asked = useAsked();
  const { channels, error } = useChannels();
  useTitle("Moments · Telemetra");
  return (
    <>
      <header className="page-head moments-head">
        <h1>Moments</h1>
        <Filters asked={asked} channels={channels ?? []} />
      </header>
      {error !== null && (
        <ErrorState
          title="Moments cannot be loaded"
          message={error}
          onRetry={() => window.location.reload()}
        />
      )}
      {channels === null && error === null && <SkeletonLines lines={8} height="2rem" />}
      {channels && <Body channels={channels} asked={asked} />}
    </>
  );
}
