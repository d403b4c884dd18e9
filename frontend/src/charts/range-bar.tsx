/** Which time is seen, how to see another, and whether it moves on. */
import { useEffect, type ReactElement } from "react";

import { useCell } from "../lib/signal";
import { duration, MINUTE, span, utc } from "../lib/time";
import { useNow } from "../lib/now";
import { Dot } from "../ui/badge";
import { toneOf, type ConnectionState } from "../ui/connection-badge";
import { Choices } from "../ui/choices";
import { Icon } from "../ui/icon";
import { rangeOf, RANGES } from "./address";
import type { View } from "./view";

function Behind({ view, to }: { view: View; to: number }): ReactElement {
  const behind = (view.newest ?? to) - to;
  return (
    <div className="banner" role="status">
      <span>
        <b>You are looking back.</b>{" "}
        {behind > MINUTE && (
          <>Live is {duration(behind)} ahead. New data comes in, the view stays.</>
        )}
      </span>
      <button type="button" className="button button-strong" onClick={() => view.tail(view.span)}>
        Back to live
      </button>
    </div>
  );
}

/** `connection` is what moves it on, or has stopped to. */
export function RangeBar({
  view,
  connection,
}: {
  view: View;
  connection: ConnectionState;
}): ReactElement {
  const seen = useCell(view.domain);
  const isTailing = useCell(view.isTailing);
  const now = useNow();
  useEffect(() => () => view.pointed.set(null), [view]);
  return (
    <>
      <div className="range-bar">
        <Choices
          label="Range"
          value={isTailing ? rangeOf(view.span) : null}
          options={RANGES}
          onChoose={(name) =>
            view.tail(RANGES.find(({ value }) => value === name)?.span ?? view.span)
          }
        />
        <div className="choices" role="group" aria-label="Move through time">
          <button
            type="button"
            className="button"
            aria-label="Earlier"
            title="Earlier"
            onClick={() => view.pan(-0.5)}
          >
            <Icon name="arrowLeft" />
          </button>
          <button
            type="button"
            className="button"
            aria-label="Later"
            title="Later"
            disabled={isTailing}
            onClick={() => view.pan(0.5)}
          >
            <Icon name="arrowRight" />
          </button>
        </div>
        {seen && (
          <span className="range-seen figure" title={`${utc(seen.from)} – ${utc(seen.to)}`}>
            {isTailing && <Dot tone={toneOf(connection, now)} />}
            {span(seen.from, seen.to, now)}
          </span>
        )}
        <span className="range-hint">Drag over a chart to look closer</span>
      </div>
      {!isTailing && seen && <Behind view={view} to={seen.to} />}
    </>
  );
}
