/** The view of a page <-> its address, so that a link restores it. */
import { useEffect } from "react";
import { useSearchParams } from "react-router";

import { DAY, HOUR, instant, iso, MINUTE } from "../lib/time";
import type { View } from "./view";

export const RANGES = [
  { value: "15m", label: "15 min", span: 15 * MINUTE },
  { value: "1h", label: "1 h", span: HOUR },
  { value: "6h", label: "6 h", span: 6 * HOUR },
  { value: "24h", label: "24 h", span: DAY },
  { value: "7d", label: "7 d", span: 7 * DAY },
] as const;
export type RangeName = (typeof RANGES)[number]["value"];

const spanOf = (name: string | null): number =>
  (RANGES.find(({ value }) => value === name) ?? RANGES[1]).span;

export const rangeOf = (span: number): RangeName | null =>
  RANGES.find((range) => range.span === span)?.value ?? null;

/** Sets the view as the address says. */
export function restore(view: View, search: URLSearchParams): void {
  const from = instant(search.get("from") ?? "");
  const to = instant(search.get("to") ?? "");
  if (from < to) view.show(from, to);
  else view.tail(spanOf(search.get("range")));
  view.tables.set(new Set(search.getAll("table")));
}

function written(view: View, search: URLSearchParams): URLSearchParams {
  for (const name of ["from", "to", "range", "table"]) search.delete(name);
  const seen = view.domain.get();
  if (!view.isTailing.get() && seen !== null) {
    search.set("from", iso(Math.round(seen.from)));
    search.set("to", iso(Math.round(seen.to)));
  } else if (view.span !== HOUR) search.set("range", rangeOf(view.span) ?? "1h");
  for (const title of view.tables.get()) search.append("table", title);
  return search;
}

/** Writes the view into the address as it moves. */
export function useAddress(view: View): void {
  const [, setSearch] = useSearchParams();
  useEffect(() => {
    const write = (): void => {
      const now = written(view, new URLSearchParams(window.location.search));
      if (`?${now.toString()}` !== (window.location.search || "?"))
        setSearch(now, { replace: true });
    };
    let timer: ReturnType<typeof setTimeout>;
    const later = (): void => {
      clearTimeout(timer);
      timer = setTimeout(write, 300); // browsers refuse to write the address too often
    };
    later(); // the address may have changed otherwise before this was written
    const leave = [view.domain, view.isTailing, view.tables].map((cell) => cell.subscribe(later));
    return () => {
      clearTimeout(timer);
      leave.forEach((end) => end());
    };
  }, [view, setSearch]);
}
