/** Small words of state. None of them speaks by its colour alone. */
import type { ReactElement, ReactNode } from "react";

import { LEVELS, type Level } from "../lib/severity";

export type Tone = "plain" | "good" | "warn" | "bad";

export function Badge({
  tone = "plain",
  children,
}: {
  tone?: Tone;
  children: ReactNode;
}): ReactElement {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}

interface DotProps {
  tone: Tone;
  isBeating?: boolean;
}

export function Dot({ tone, isBeating = false }: DotProps): ReactElement {
  return <span className={`dot dot-${tone} ${isBeating ? "dot-beating" : ""}`} aria-hidden />;
}

/** Bars that count, and the word. */
export function SeverityBadge({ severity }: { severity: Level }): ReactElement {
  const height = LEVELS.indexOf(severity);
  return (
    <span className={`severity severity-${severity}`}>
      <span className="severity-mark" aria-hidden>
        {LEVELS.map((level, index) => (
          <i key={level} className={index <= height ? "is-on" : ""} />
        ))}
      </span>
      {severity.charAt(0) + severity.slice(1).toLowerCase()}
    </span>
  );
}

/** Whether a channel is online: null is that nobody has said. */
export function LiveBadge({ live }: { live: boolean | null }): ReactElement {
  if (live === null) return <Badge>Unknown</Badge>;
  return live ? (
    <Badge tone="good">
      <Dot tone="good" /> Live
    </Badge>
  ) : (
    <Badge>
      <span className="dot dot-hollow" aria-hidden /> Offline
    </Badge>
  );
}
