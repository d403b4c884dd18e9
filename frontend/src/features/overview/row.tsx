/** One stream of the overview. */
import { memo, type ReactElement } from "react";
import { Link } from "react-router";

import { Sparkline } from "../../charts/sparkline";
import { KINDS } from "../../graphql/kinds";
import { mood } from "../../lib/mood";
import { compact, score } from "../../lib/number";
import { HOUR, instant, MINUTE } from "../../lib/time";
import { Dot, SeverityBadge } from "../../ui/badge";
import { Skeleton } from "../../ui/state";
import { Ago } from "../../ui/time";
import type { Entry } from "./store";

const TONES = { true: "good", false: "plain", null: "plain" } as const;
const WORDS = { true: "live", false: "offline", null: "live or not is not known" } as const;

/** Means of a minute seldom lie further from 0. */
const MOOD_END = 0.5;

function Mood({ value }: { value: number | null }): ReactElement {
  return (
    <span className={`mood mood-${mood(value) ?? "none"}`}>
      <span className="mood-scale" aria-hidden>
        <i style={{ width: `${Math.min(1, Math.abs(value ?? 0) / MOOD_END) * 50}%` }} />
      </span>
      <span className="figure">{score(value)}</span>
    </span>
  );
}

export const Row = memo(function Row({ entry }: { entry: Entry }): ReactElement {
  const { now, timeline, moment } = entry;
  const live = String(now.live) as keyof typeof TONES;
  const end = (timeline.last ?? instant(now.lastSeenAt)) + MINUTE;
  const points = timeline.points("chatRate", end - HOUR, end);
  return (
    <tr className="stream-row">
      <td className="stream-name">
        <div>
          <Dot tone={TONES[live]} />
          <span>
            <Link to={`/streams/${encodeURIComponent(now.id)}`} data-row>
              {now.channel}
            </Link>
            <span className="visually-hidden">, {WORDS[live]}</span>
            <small title={now.title ?? undefined}>
              {now.category ?? now.title ?? "No category"}
            </small>
          </span>
        </div>
      </td>
      <td className="stream-viewers figure" data-label="Viewers">
        {compact(now.window?.viewerLast)}
      </td>
      <td className="stream-chat figure" data-label="Chat / min">
        {compact(now.window?.chatRate)}
      </td>
      <td className="stream-mood" data-label="Sentiment">
        <Mood value={now.window?.sentimentScore ?? null} />
      </td>
      <td className="stream-hour">
        {timeline.length > 1 ? (
          <Sparkline
            points={points}
            from={end - HOUR}
            to={end}
            colour="--data-2"
            label={`Chat rate of ${now.channel} over the last hour`}
          />
        ) : (
          <Skeleton height="2rem" />
        )}
      </td>
      <td className="stream-moment">
        {moment ? (
          <>
            {KINDS[moment.type].one} <SeverityBadge severity={moment.severity} />
            <small>
              <Ago time={instant(moment.startedAt)} />
            </small>
          </>
        ) : (
          <span className="muted">none lately</span>
        )}
      </td>
    </tr>
  );
});
