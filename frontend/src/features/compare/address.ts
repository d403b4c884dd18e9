/** What is compared, and how <-> the address of the page. */
import { useSearchParams } from "react-router";

import { DEFAULT_METRIC, metricOf, slugOf, type Metric } from "../../graphql/metrics";

/** As many as there are colours that can be told apart. */
export const MOST = 6;

export interface Compared {
  ids: readonly string[];
  /** How many more the address names than can be shown. */
  leftOut: number;
  metric: Metric;
  isIndexed: boolean;
  add: (id: string) => void;
  remove: (id: string) => void;
  clear: () => void;
  choose: (metric: Metric) => void;
  index: (isIndexed: boolean) => void;
}

export function idsOf(text: string | null): string[] {
  const names = (text ?? "").split(",").map((name) => name.trim().toLowerCase());
  return [...new Set(names.filter(Boolean))];
}

/** Around 0 a part means nothing. */
export const canBeIndexed = ({ name }: Metric): boolean => name !== "SENTIMENT_SCORE";

export function useCompared(): Compared {
  const [search, setSearch] = useSearchParams();
  const write = (name: string, value: string): void => {
    setSearch(
      (now) => {
        if (value === "") now.delete(name);
        else now.set(name, value);
        return now;
      },
      { replace: true },
    );
  };
  const all = idsOf(search.get("streams"));
  const ids = all.slice(0, MOST);
  const metric = metricOf(search.get("metric")) ?? DEFAULT_METRIC;
  return {
    ids,
    leftOut: all.length - ids.length,
    metric,
    isIndexed: search.get("scale") === "indexed" && canBeIndexed(metric),
    add: (id) => write("streams", [...ids, id.toLowerCase()].join(",")),
    remove: (id) => write("streams", ids.filter((one) => one !== id).join(",")),
    clear: () => write("streams", ""),
    choose: (next) => write("metric", next === DEFAULT_METRIC ? "" : slugOf(next)),
    index: (isIndexed) => write("scale", isIndexed ? "indexed" : ""),
  };
}
