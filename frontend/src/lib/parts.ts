/** Points -> what stays as it is, and the open end behind it, which changes with each push. */
import { runs, type Run } from "./decimate";
import type { Points } from "./timeline";

export type Part = "settled" | "open";

/** Where the open end begins: from there on nothing is final. */
export function openFrom({ finals }: Points): number {
  let place = finals.length;
  while (place > 0 && finals[place - 1] === 0) place--;
  return place;
}

const slice = (points: Points, from: number, to?: number): Points => ({
  ...points,
  times: points.times.subarray(from, to),
  values: points.values.subarray(from, to),
  finals: points.finals.subarray(from, to),
});

/** The points of a part. */
export const placesOf = (points: Points, part: Part): Points =>
  part === "settled" ? slice(points, 0, openFrom(points)) : slice(points, openFrom(points));

/** The runs of a part; those of the open end begin with the last point that is settled. */
export function runsOf(points: Points, part: Part): Run[] {
  if (part === "settled") return runs(placesOf(points, part));
  const joined = slice(points, Math.max(0, openFrom(points) - 1));
  return runs(joined).filter(({ isFinal }) => !isFinal);
}
