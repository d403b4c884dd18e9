/** How the connection does, and how old the newest data is: the one word on whether the page can be trusted. */
import type { ReactElement } from "react";

import { useNow } from "../lib/now";
import { duration, SECOND } from "../lib/time";
import { Dot, type Tone } from "./badge";

export interface ConnectionState {
  phase: "idle" | "connecting" | "open" | "lost";
  since: number;
  /** When an update last came; null before any. */
  dataAt: number | null;
}

const STALE = 30 * SECOND;

/** Open and fresh is good, open and silent is a warning, lost is bad. */
export function toneOf({ phase, since, dataAt }: ConnectionState, now: number): Tone {
  if (phase === "lost") return "bad";
  if (phase !== "open") return "plain";
  return now - Math.max(since, dataAt ?? 0) > STALE ? "warn" : dataAt === null ? "plain" : "good";
}

function words({ phase, since, dataAt }: ConnectionState, tone: Tone, now: number): string {
  if (phase === "lost") return `Reconnecting · ${duration(now - since)}`;
  if (phase === "connecting") return "Connecting";
  if (phase === "idle") return "Not following";
  if (tone === "warn") return `Silent · ${duration(now - (dataAt ?? since))}`;
  return dataAt === null ? "Connected" : "Live";
}

export function ConnectionBadge(state: ConnectionState): ReactElement {
  const now = useNow();
  const tone = toneOf(state, now);
  const age =
    state.dataAt === null ? "" : ` The newest update came ${duration(now - state.dataAt)} ago.`;
  return (
    <span className="connection" title={`The live connection is ${state.phase}.${age}`}>
      <Dot tone={tone} isBeating={tone === "good"} />
      <span className="figure">{words(state, tone, now)}</span>
    </span>
  );
}
