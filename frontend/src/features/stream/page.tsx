/** `/streams/:id`: one stream, live and back through its past. */
import "./stream.css";

import { useQuery } from "@apollo/client/react";
import { useEffect, useState, type ReactElement } from "react";
import { Link, useParams, useSearchParams } from "react-router";

import { restore, useAddress } from "../../charts/address";
import { RangeBar } from "../../charts/range-bar";
import type { Band } from "../../charts/series";
import { View } from "../../charts/view";
import { useConnection } from "../../graphql/connection";
import { StreamHeadDocument, type MomentLineFragment } from "../../graphql/generated";
import { compact } from "../../lib/number";
import { useCalm, useCell } from "../../lib/signal";
import { HOUR, instant, MINUTE } from "../../lib/time";
import { Missed } from "../../ui/missed";
import { EmptyState, ErrorState } from "../../ui/state";
import { useTitle } from "../../ui/title";
import { Cards } from "./cards";
import { Charts } from "./charts";
import { useChosen } from "./chosen";
import { Head } from "./head";
import { Moments } from "./moments";
import { SidePanels } from "./sides";
import { StreamStore } from "./store";

function Unknown({ id }: { id: string }): ReactElement {
  useTitle("Unknown stream · Telemetra");
  return (
    <EmptyState
      isPage
      title={`No stream “${id}”`}
      icon="search"
      action={
        <Link className="button button-outlined" to="/">
          All streams
        </Link>
      }
    >
      It is not tracked, or none of its events has been counted yet. A stream is named by its
      channel&apos;s login in lower case.
    </EmptyState>
  );
}

const bandOf = (moment: MomentLineFragment, now: number): Band => ({
  id: moment.id,
  from: instant(moment.startedAt),
  to: moment.endedAt === null ? now : instant(moment.endedAt),
  peak: instant(moment.peakedAt),
  severity: moment.severity,
  label: moment.description,
});

/** Those that touch the time that is seen, the newest first. */
function seenMoments(store: StreamStore, from: number, to: number): MomentLineFragment[] {
  const end = ({ endedAt }: MomentLineFragment): number =>
    endedAt === null ? Infinity : instant(endedAt);
  return [...store.moments.values()]
    .filter((moment) => instant(moment.startedAt) < to && end(moment) >= from)
    .sort((one, other) => instant(other.startedAt) - instant(one.startedAt));
}

function Content({ store }: { store: StreamStore }): ReactElement {
  useCalm(store);
  const { view } = store;
  const domain = useCell(view.domain);
  useAddress(view);
  const [chosen, choose] = useChosen();
  const connection = useConnection();
  const moments = seenMoments(store, domain?.from ?? 0, domain?.to ?? Infinity);
  const newest = (store.newest ?? 0) + MINUTE;
  const onShow = (from: number, to: number): void => view.show(from, to);
  return (
    <>
      <Cards
        timeline={store.fine.timeline}
        isLoaded={store.fine.isLoaded}
        countedAt={store.countedAt}
      />
      <RangeBar view={view} connection={connection} />
      <Missed gap={store.gap} isWhole={store.fine.isWhole} onDismiss={() => store.dismissGap()} />
      {store.fine.error !== null && (
        <ErrorState
          title="The past cannot be loaded"
          message={store.fine.error}
          onRetry={() => store.reach()}
        />
      )}
      <div className="stream-body">
        <Charts
          store={store}
          bands={moments.map((moment) => bandOf(moment, newest))}
          chosen={chosen}
          onBand={choose}
        />
        <Moments
          moments={moments}
          isLoaded={store.areMomentsLoaded}
          chosen={chosen}
          onChoose={choose}
          onShow={onShow}
        />
      </div>
      <SidePanels listings={store.listings} />
    </>
  );
}

function Stream({ id }: { id: string }): ReactElement {
  const [search] = useSearchParams();
  const [store] = useState(() => {
    const view = new View(HOUR);
    restore(view, search);
    return new StreamStore(id, view);
  });
  useEffect(() => store.start(), [store]);
  useCalm(store);
  const { data } = useQuery(StreamHeadDocument, { variables: { id } });
  const { newest } = store;
  const viewers = newest === null ? null : store.fine.timeline.at(newest, "viewersLast");
  useTitle(
    `${viewers === null ? "" : `${compact(viewers)} · `}${data?.stream?.channel ?? id} · Telemetra`,
  );
  if (data?.stream === null || store.error?.code === "NOT_FOUND") return <Unknown id={id} />;
  if (store.error !== null)
    return (
      <ErrorState
        title="The stream cannot be followed"
        message={store.error.message}
        onRetry={() => window.location.reload()}
      />
    );
  return (
    <>
      <Head id={id} stream={data?.stream} newest={newest} />
      <Content store={store} />
    </>
  );
}

export default function StreamPage(): ReactElement {
  const { id = "" } = useParams();
  return <Stream key={id} id={id.toLowerCase()} />;
}
