/** A time in the reader's zone; UTC on hover. */
import type { ReactElement } from "react";

import { useNow } from "../lib/now";
import { ago, clock, fullTime, iso, utc } from "../lib/time";

export function Clock({ time, isFull = false }: { time: number; isFull?: boolean }): ReactElement {
  return (
    <time dateTime={iso(time)} title={utc(time)} className="figure">
      {isFull ? fullTime(time) : clock(time)}
    </time>
  );
}

/** How long ago, kept true by the second. */
export function Ago({ time }: { time: number }): ReactElement {
  const now = useNow();
  return (
    <time dateTime={iso(time)} title={utc(time)} className="figure">
      {ago(time, now)}
    </time>
  );
}
