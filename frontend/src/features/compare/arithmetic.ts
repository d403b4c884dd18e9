/** Lines of different sizes -> what can be compared of them. */
import type { Points } from "../../lib/timeline";

/** The first value of a range that a line can be measured by: observed and above 0; null where none is. */
export function baseOf({ times, values }: Points, from: number): number | null {
  for (let index = 0; index < times.length; index++) {
    const value = values[index] ?? NaN;
    if ((times[index] ?? 0) >= from && value > 0) return value;
  }
  return null;
}

/** The line in hundredths of its base: 100 is as at the start. Without a base nothing can be said. */
export function indexed(points: Points, base: number | null): Points {
  const scale = base === null ? NaN : 100 / base;
  return { ...points, values: points.values.map((value) => value * scale) };
}

export interface Summary {
  first: number;
  last: number;
  least: number;
  greatest: number;
  mean: number;
}

/** What was observed in [from, to); null where nothing was. */
export function summaryOf({ times, values }: Points, from: number, to: number): Summary | null {
  const seen = [...values].filter((value, index) => {
    const time = times[index] ?? 0;
    return time >= from && time < to && !Number.isNaN(value);
  });
  const [first] = seen;
  const last = seen.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    first,
    last,
    least: Math.min(...seen),
    greatest: Math.max(...seen),
    mean: seen.reduce((sum, value) => sum + value, 0) / seen.length,
  };
}
