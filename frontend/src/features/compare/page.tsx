/** `/compare?streams=a,b,c`: up to six streams over the same time. */
import "./compare.css";

import { useEffect, useState, type ReactElement } from "react";
import { useSearchParams } from "react-router";

import { restore, useAddress } from "../../charts/address";
import { RangeBar } from "../../charts/range-bar";
import { View } from "../../charts/view";
import { useChannels } from "../../graphql/channels";
import { useConnection } from "../../graphql/connection";
import { useCell, useSignal } from "../../lib/signal";
import { HOUR } from "../../lib/time";
import { EmptyState, ErrorState, Skeleton } from "../../ui/state";
import { useTitle } from "../../ui/title";
import { MOST, useCompared, type Compared } from "./address";
import { LinesCard } from "./lines-card";
import { Picker, Suggestions } from "./picker";
import { CompareStore } from "./store";
import { Toolbar } from "./toolbar";

function NoneTracked(props: { ids: readonly string[]; onClear: () => void }): ReactElement {
  const { ids, onClear } = props;
  return (
    <EmptyState
      title={ids.length === 1 ? `No stream “${ids.join()}”` : "None of these streams is tracked"}
      icon="search"
      action={
        <button type="button" className="button button-outlined" onClick={onClear}>
          Choose others
        </button>
      }
    >
      {ids.join(", ")}: a stream is named by its channel&apos;s login in lower case.
    </EmptyState>
  );
}

function Comparison({ view, compared }: { view: View; compared: Compared }): ReactElement {
  const { ids } = compared;
  const [store] = useState(() => new CompareStore(ids, view));
  useEffect(() => store.start(), [store]);
  useSignal(store.windows);
  const domain = useCell(view.domain);
  const connection = useConnection();
  const { errors } = store.windows;
  if (ids.every((id) => errors.get(id)?.code === "NOT_FOUND"))
    return <NoneTracked ids={ids} onClear={compared.clear} />;
  if (ids.every((id) => errors.has(id)))
    return (
      <ErrorState
        title="The streams cannot be followed"
        message={[...errors.values()][0]?.message ?? ""}
        onRetry={() => window.location.reload()}
      />
    );
  return (
    <>
      <RangeBar view={view} connection={connection} />
      {domain === null ? (
        <div className="card" role="status" aria-label="Loading">
          <Skeleton height="26rem" />
        </div>
      ) : (
        <LinesCard store={store} compared={compared} domain={domain} />
      )}
    </>
  );
}

/** One for the page: it stays as streams come and go. */
function useView(): View {
  const [search] = useSearchParams();
  const [view] = useState(() => {
    const made = new View(HOUR);
    restore(made, search);
    return made;
  });
  useAddress(view);
  return view;
}

export default function ComparePage(): ReactElement {
  const view = useView();
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
        {ids.length > 0 && <Toolbar compared={compared} />}
        {ids.length > 0 && ids.length < MOST && <Suggestions channels={others} onAdd={add} />}
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
