/** What an operator asks first: how late updates are, what waits, and what was lost. */
import type { ReactElement } from "react";

import { Sparkline } from "../../charts/sparkline";
import type { Colour } from "../../lib/colour";
import { compact, NOTHING, whole } from "../../lib/number";
import { clock, duration, instant, MINUTE, SECOND, utc } from "../../lib/time";
import { Ago } from "../../ui/time";
import { total, type Pipeline } from "./judge";
import { KEPT, type PipelineStore, type Trace } from "./store";

const seconds = (value: number | undefined): string =>
  value === undefined ? NOTHING : value < 60 ? `${value.toFixed(1)} s` : duration(value * SECOND);

function Figure(props: {
  label: string;
  value: string;
  note: ReactElement | string;
  children?: ReactElement;
}): ReactElement {
  return (
    <div className="card pipe-figure" role="group" aria-label={props.label}>
      <h2>{props.label}</h2>
      <p className="pipe-value figure">{props.value}</p>
      <p className="pipe-note">{props.note}</p>
      {props.children}
    </div>
  );
}

function Recent(props: {
  store: PipelineStore;
  trace: Trace;
  colour: Colour;
  label: string;
}): ReactElement {
  const { timeline } = props.store;
  const to = (timeline.last ?? 0) + SECOND;
  const from = Math.max(to - KEPT, Math.min(timeline.first ?? to, to - MINUTE));
  return (
    <Sparkline
      points={timeline.points(props.trace, from, to)}
      from={from}
      to={to}
      colour={props.colour}
      label={`${props.label}, since this page was opened, ten minutes at most`}
    />
  );
}

function Watermark({ watermark }: Pick<Pipeline, "watermark">): ReactElement {
  if (watermark === null) return <>No watermark yet</>;
  const time = instant(watermark);
  return (
    <span title={utc(time)}>
      minutes up to {clock(time)} are closed, <Ago time={time} />
    </span>
  );
}

function Lost({ now }: { now: Pipeline }): ReactElement {
  return (
    <>
      <Figure
        label="Late events"
        value={whole(now.accounting.late)}
        note="came after their minute had closed"
      />
      <Figure
        label="Dead letters"
        value={whole(now.deadLetters)}
        note={
          now.deadLetters === null ? "Kafka does not answer" : "could not be read, and are kept"
        }
      />
    </>
  );
}

function Pushed({ relayed, relays }: Pick<Pipeline, "relayed" | "relays">): ReactElement {
  if (relays === null) return <>Valkey does not answer</>;
  if (relays.length === 0) return <>no relay speaks</>;
  if (!relayed) return <>nothing was pushed since the relay&apos;s start</>;
  return (
    <>
      newest pushed <Ago time={instant(relayed.reachedAt)} />
    </>
  );
}

export function Figures({ now, store }: { now: Pipeline; store: PipelineStore }): ReactElement {
  const unread = total(now.topics.map(({ lag }) => lag));
  const unpushed = total(now.feeds.map(({ lag }) => lag));
  return (
    <div className="pipe-figures">
      <Figure
        label="Event to push"
        value={seconds(now.relayed?.seconds)}
        note={<Pushed {...now} />}
      >
        <Recent store={store} trace="delay" colour="--data-1" label="Event to push" />
      </Figure>
      <Figure
        label="Unread records"
        value={compact(unread)}
        note={unread === null ? "Kafka does not answer" : "wait in Kafka for the job"}
      >
        <Recent store={store} trace="unread" colour="--data-2" label="Unread records" />
      </Figure>
      <Figure
        label="Last batch"
        value={seconds(now.freshnessSeconds ?? undefined)}
        note={<Watermark watermark={now.watermark} />}
      />
      <Figure
        label="Waiting to be pushed"
        value={compact(unpushed)}
        note={`${whole(now.unpublishedBatches)} batches unpublished`}
      />
      <Lost now={now} />
    </div>
  );
}
