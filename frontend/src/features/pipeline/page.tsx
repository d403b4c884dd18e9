/** `/pipeline`: whether the numbers can be trusted, and what is down where they cannot. */
import "./pipeline.css";

import { useEffect, useState, type ReactElement } from "react";

import { useNow } from "../../lib/now";
import { useSignal } from "../../lib/signal";
import { SECOND } from "../../lib/time";
import { Badge } from "../../ui/badge";
import { ErrorState, SkeletonLines } from "../../ui/state";
import { Ago } from "../../ui/time";
import { useTitle } from "../../ui/title";
import { Account } from "./account";
import { Figures } from "./figures";
import { judged, summary, type Pipeline } from "./judge";
import { Parts } from "./parts";
import { PipelineStore, RETRY } from "./store";
import { Clients, Feeds, Relays, Topics } from "./tables";

/** Readings come each second: an older one is of the past. */
const OLD = 10 * SECOND;

function Head({ now, readAt }: { now: Pipeline | null; readAt: number | null }): ReactElement {
  const overall = now && summary(judged(now));
  useTitle(`${overall ? `${overall.text} · ` : ""}Pipeline · Telemetra`);
  return (
    <header className="page-head pipe-head">
      <h1>Pipeline</h1>
      {overall && <Badge tone={overall.verdict}>{overall.text}</Badge>}
      {readAt !== null && (
        <span className="card-note">
          read <Ago time={readAt} />
        </span>
      )}
    </header>
  );
}

function Failed({ message, hasReading }: { message: string; hasReading: boolean }): ReactElement {
  return (
    <ErrorState
      title={hasReading ? "The pipeline is not read any more" : "The pipeline cannot be read"}
      message={`${message} PostgreSQL, which holds what the job has done, may be down. It is tried again every ${RETRY / SECOND} seconds.`}
    />
  );
}

function Reading({ now, store }: { now: Pipeline; store: PipelineStore }): ReactElement {
  const clock = useNow();
  const isOld = clock - (store.readAt ?? clock) > OLD;
  return (
    <>
      {isOld && (
        <div className="banner" role="status">
          <b>This reading is old.</b> What follows is how things stood then.
        </div>
      )}
      <div className={isOld ? "pipeline is-old" : "pipeline"}>
        <Parts judgements={judged(now)} />
        <Figures now={now} store={store} />
        <div className="pipe-columns">
          <Account accounting={now.accounting} />
          <Topics topics={now.topics} />
          <Relays relays={now.relays} />
          <Feeds feeds={now.feeds} />
          <Clients live={now.live} />
        </div>
      </div>
    </>
  );
}

export default function PipelinePage(): ReactElement {
  const [store] = useState(() => new PipelineStore());
  useEffect(() => store.start(), [store]);
  useSignal(store);
  const { now, readAt, error } = store;
  return (
    <>
      <Head now={now} readAt={readAt} />
      {error && <Failed message={error.message} hasReading={now !== null} />}
      {!now && !error && <SkeletonLines lines={6} height="4rem" />}
      {now && <Reading now={now} store={store} />}
    </>
  );
}
