/** `/overlay/:id`: figures of one stream over a picture that is not ours, such as in OBS. No shell, no background. */
import "./overlay.css";

import { useEffect, useState, type CSSProperties, type ReactElement } from "react";
import { useParams, useSearchParams } from "react-router";

import { Sparkline } from "../../charts/sparkline";
import { useConnection } from "../../graphql/connection";
import type { EveryMetricFragment } from "../../graphql/generated";
import type { FollowError } from "../../graphql/follow";
import { useNow } from "../../lib/now";
import { compact, score, type Format } from "../../lib/number";
import { useSignal } from "../../lib/signal";
import { MINUTE } from "../../lib/time";
import { toneOf } from "../../ui/connection-badge";
import { useTitle } from "../../ui/title";
import { optionsOf, type Figure, type Options } from "./options";
import { OverlayStore } from "./store";

interface Definition {
  label: string;
  field: "viewerLast" | "chatRate" | "uniqueChatters" | "sentimentScore" | "transactionCount";
  format: Format;
  /** Counts grow while their minute is open, and mean something when it has closed. */
  isCounted: boolean;
}

const DEFINITIONS: Record<Figure, Definition> = {
  viewers: { label: "viewers", field: "viewerLast", format: compact, isCounted: false },
  chat: { label: "messages / min", field: "chatRate", format: compact, isCounted: false },
  chatters: { label: "chatters / min", field: "uniqueChatters", format: compact, isCounted: true },
  sentiment: { label: "sentiment", field: "sentimentScore", format: score, isCounted: false },
  transactions: {
    label: "transactions / min",
    field: "transactionCount",
    format: compact,
    isCounted: true,
  },
};

function Figures(props: {
  figures: readonly Figure[];
  latest: EveryMetricFragment | undefined;
  closed: EveryMetricFragment | undefined;
}): ReactElement {
  return (
    <dl className="overlay-figures">
      {props.figures.map((figure) => {
        const { label, field, format, isCounted } = DEFINITIONS[figure];
        return (
          <div key={figure}>
            <dd className="figure">{format((isCounted ? props.closed : props.latest)?.[field])}</dd>
            <dt>{label}</dt>
          </div>
        );
      })}
    </dl>
  );
}

function Line({ store, span }: { store: OverlayStore; span: number }): ReactElement | null {
  const timeline = store.lines?.timelines.get(store.id);
  if (!store.lines || !timeline || timeline.length < 2) return null;
  const to = (timeline.last ?? 0) + MINUTE;
  return (
    <Sparkline
      points={timeline.points("value", to - span, to)}
      from={to - span}
      to={to}
      colour="--data-1"
      label={store.lines.metric.label}
    />
  );
}

/** What the streamer has to know, and the viewer has to read: as short as can be. */
function trouble(id: string, error: FollowError): string {
  return error.code === "NOT_FOUND" ? `No stream “${id}”` : "No data";
}

const styleOf = ({ colour, text, scale }: Options): CSSProperties =>
  ({
    "--overlay-scale": scale,
    ...(colour !== null && { "--data-1": colour }),
    ...(text !== null && { "--overlay-text": text }),
  }) as CSSProperties;

function Overlay({ id, options }: { id: string; options: Options }): ReactElement | null {
  const { chart, span, figures, place, side, plate, isNamed } = options;
  const [store] = useState(() => new OverlayStore(id, chart, span));
  useEffect(() => store.start(), [store]);
  useSignal(store.windows);
  useTitle(`${id} · Telemetra overlay`);
  const tone = toneOf(useConnection(), useNow());
  const { latest, closed, errors } = store.windows;
  const error = errors.get(id);
  if (!error && !latest.has(id)) return null; // Over a picture, nothing is better than a placeholder.
  const isStale = tone === "bad" || tone === "warn";
  return (
    <main
      className={`overlay overlay-${place} overlay-${side} plate-${plate}`}
      style={styleOf(options)}
    >
      <section className={isStale ? "overlay-box is-stale" : "overlay-box"} aria-label={id}>
        {isNamed && <h1>{id}</h1>}
        {error ? (
          <p role="alert">{trouble(id, error)}</p>
        ) : (
          <>
            <Figures figures={figures} latest={latest.get(id)} closed={closed.get(id)} />
            <Line store={store} span={span} />
          </>
        )}
        {isStale && !error && <p className="overlay-note">not live</p>}
      </section>
    </main>
  );
}

export default function OverlayPage(): ReactElement {
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  return <Overlay key={`${id}?${search}`} id={id.toLowerCase()} options={optionsOf(search)} />;
}
