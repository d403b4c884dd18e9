/** Which moments are looked at, and in which order. */
import type { MomentLineFragment, MomentType } from "../../graphql/generated";
import { LEVELS, type Level } from "../../lib/severity";
import { csvOf } from "../../lib/csv";
import { instant } from "../../lib/time";

export const RANKINGS = ["time", "severity", "score"] as const;
export type Ranking = (typeof RANKINGS)[number];

export interface Filter {
  /** Null is all. */
  streamId: string | null;
  type: MomentType | null;
  minSeverity: Level | null;
  /** Those whose window starts then or later. */
  from: number;
}

export function matches(moment: MomentLineFragment, filter: Filter): boolean {
  const { streamId, type, minSeverity, from } = filter;
  return (
    (streamId === null || moment.streamId === streamId) &&
    (type === null || moment.type === type) &&
    (minSeverity === null || LEVELS.indexOf(moment.severity) >= LEVELS.indexOf(minSeverity)) &&
    instant(moment.timestamp) >= from
  );
}

type Order = (one: MomentLineFragment, other: MomentLineFragment) => number;

const byTime: Order = (one, other) =>
  instant(other.timestamp) - instant(one.timestamp) || other.id.localeCompare(one.id);
const byScore: Order = (one, other) => other.score - one.score || byTime(one, other);
const bySeverity: Order = (one, other) =>
  LEVELS.indexOf(other.severity) - LEVELS.indexOf(one.severity) || byTime(one, other);

const ORDERS: Record<Ranking, Order> = { time: byTime, severity: bySeverity, score: byScore };

/** The newest first; or what stood out most first, the newer of two equals before the other. */
export const ranked = (
  moments: Iterable<MomentLineFragment>,
  ranking: Ranking,
): MomentLineFragment[] => [...moments].sort(ORDERS[ranking]);

const HEAD = [
  "id",
  "stream_id",
  "timestamp",
  "type",
  "severity",
  "status",
  "score",
  "baseline",
  "observed",
  "started_at",
  "peaked_at",
  "ended_at",
  "description",
] as const;

/** One row a moment, times in UTC; a moment that goes on has no end. */
export const csv = (moments: readonly MomentLineFragment[]): string =>
  csvOf(
    HEAD,
    moments.map((moment) => [
      moment.id,
      moment.streamId,
      moment.timestamp,
      moment.type,
      moment.severity,
      moment.status,
      moment.score,
      moment.baseline,
      moment.observed,
      moment.startedAt,
      moment.peakedAt,
      moment.endedAt,
      moment.description,
    ]),
  );
