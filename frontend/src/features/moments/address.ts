/** Which moments are looked at <-> the address of the page. */
import { useSearchParams } from "react-router";

import type { MomentType } from "../../graphql/generated";
import { KIND_NAMES } from "../../graphql/kinds";
import { LEVELS, type Level } from "../../lib/severity";
import { DAY, HOUR } from "../../lib/time";
import { RANKINGS, type Ranking } from "./ranking";

export const RANGES = [
  { value: "1h", label: "1 h", span: HOUR },
  { value: "6h", label: "6 h", span: 6 * HOUR },
  { value: "24h", label: "24 h", span: DAY },
  { value: "7d", label: "7 d", span: 7 * DAY },
  { value: "30d", label: "30 d", span: 30 * DAY },
] as const;
export type RangeName = (typeof RANGES)[number]["value"];

export interface Asked {
  streamId: string | null;
  type: MomentType | null;
  minSeverity: Level | null;
  range: RangeName;
  ranking: Ranking;
  /** An empty value is the default. */
  change: (name: "stream" | "type" | "severity" | "range" | "sort", value: string) => void;
  clear: () => void;
}

const among = <Value extends string>(all: readonly Value[], text: string | null): Value | null =>
  all.find((one) => one.toLowerCase() === text?.toLowerCase()) ?? null;

export function useAsked(): Asked {
  const [search, setSearch] = useSearchParams();
  return {
    streamId: search.get("stream")?.toLowerCase() ?? null,
    type: among(KIND_NAMES, search.get("type")),
    minSeverity: among(LEVELS, search.get("severity")),
    range:
      among(
        RANGES.map(({ value }) => value),
        search.get("range"),
      ) ?? "24h",
    ranking: among(RANKINGS, search.get("sort")) ?? "time",
    change: (name, value) => {
      setSearch(
        (now) => {
          if (value === "") now.delete(name);
          else now.set(name, value.toLowerCase());
          return now;
        },
        { replace: true },
      );
    },
    clear: () => setSearch({}, { replace: true }),
  };
}
