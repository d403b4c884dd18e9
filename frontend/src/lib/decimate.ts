/** Points -> what a screen can show of them: of each pixel column the first, least, greatest and last. */
import type { Points } from "./timeline";

/** A run of joined points, in the order of time. */
export interface Run {
  times: number[];
  values: number[];
  isFinal: boolean;
}

/** Where two neighbours are not joined: something is missing in between. */
const isApart = (points: Points, index: number): boolean =>
  (points.times[index] ?? 0) - (points.times[index - 1] ?? 0) > points.step * 1.5;

/** The unbroken runs. Where one changes between final and not, the next begins with its last point: they meet. */
export function runs(points: Points): Run[] {
  const found: Run[] = [];
  let isJoined = false;
  for (let index = 0; index < points.times.length; index++) {
    const value = points.values[index] ?? NaN;
    isJoined = isJoined && !Number.isNaN(value) && !isApart(points, index);
    if (Number.isNaN(value)) continue;
    const isFinal = points.finals[index] === 1;
    let run = found.at(-1);
    if (!isJoined || run?.isFinal !== isFinal) {
      run = begun(isJoined ? run : undefined, isFinal);
      found.push(run);
    }
    push(run, points.times[index] ?? NaN, value);
    isJoined = true;
  }
  return found;
}

function begun(before: Run | undefined, isFinal: boolean): Run {
  return {
    times: before?.times.slice(-1) ?? [],
    values: before?.values.slice(-1) ?? [],
    isFinal,
  };
}

function push(run: Run, time: number, value: number): void {
  run.times.push(time);
  run.values.push(value);
}

/** At most four points a column of `bin` milliseconds; a run that has fewer is given as it is. */
export function decimated(run: Run, bin: number): Run {
  const { times, values } = run;
  const first = times[0] ?? 0;
  const last = times.at(-1) ?? 0;
  if (times.length <= (4 * (last - first)) / bin) return run;
  const kept: Run = { times: [], values: [], isFinal: run.isFinal };
  for (let start = 0; start < times.length;) {
    const column = Math.floor(((times[start] ?? 0) - first) / bin);
    let end = start;
    while (end < times.length && Math.floor(((times[end] ?? 0) - first) / bin) === column) end++;
    for (const index of extremes(values, start, end))
      push(kept, times[index] ?? 0, values[index] ?? 0);
    start = end;
  }
  return kept;
}

function extremes(values: number[], start: number, end: number): number[] {
  let least = start;
  let greatest = start;
  for (let index = start; index < end; index++) {
    if ((values[index] ?? 0) < (values[least] ?? 0)) least = index;
    if ((values[index] ?? 0) > (values[greatest] ?? 0)) greatest = index;
  }
  return [...new Set([start, least, greatest, end - 1])].sort((one, other) => one - other);
}

/** The least and the greatest value of a view; null where nothing was observed. */
export function extent(points: Points): [number, number] | null {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of points.values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? [least, greatest] : null;
}

/** The window nearest to a time, by its place; -1 where there is none within one step. */
export function nearest({ times, step }: Points, time: number): number {
  let best = -1;
  for (let index = 0; index < times.length; index++) {
    const distance = Math.abs((times[index] ?? Infinity) - time);
    if (distance <= step && (best < 0 || distance < Math.abs((times[best] ?? 0) - time)))
      best = index;
  }
  return best;
}
