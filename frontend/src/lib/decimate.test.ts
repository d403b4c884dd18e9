import { expect, test } from "vitest";

import { decimated, extent, nearest, runs } from "./decimate";
import type { Points } from "./timeline";

const points = (values: [time: number, value: number, isFinal?: boolean][]): Points => ({
  times: Float64Array.from(values, ([time]) => time),
  values: Float64Array.from(values, ([, value]) => value),
  finals: Uint8Array.from(values, ([, , isFinal]) => (isFinal === false ? 0 : 1)),
  step: 1,
  settled: 0,
});

test("a window that is missing breaks the line", () => {
  expect(
    runs(
      points([
        [1, 10],
        [2, 20],
        [4, 40],
      ]),
    ).map(({ times }) => times),
  ).toEqual([[1, 2], [4]]);
});

test("a window in which nothing was observed breaks it too", () => {
  expect(
    runs(
      points([
        [1, 10],
        [2, NaN],
        [3, 30],
      ]),
    ).map(({ values }) => values),
  ).toEqual([[10], [30]]);
});

test("what is provisional is a run of its own that meets the final one", () => {
  expect(
    runs(
      points([
        [1, 10],
        [2, 20],
        [3, 30, false],
      ]),
    ),
  ).toEqual([
    { times: [1, 2], values: [10, 20], isFinal: true },
    { times: [2, 3], values: [20, 30], isFinal: false },
  ]);
});

test("a provisional point behind a gap does not reach over it", () => {
  expect(
    runs(
      points([
        [1, 10],
        [5, 50, false],
      ]),
    ).map(({ times }) => times),
  ).toEqual([[1], [5]]);
});

test("of many points the peaks stay, at most four a column", () => {
  const times = Array.from({ length: 10_000 }, (_, index) => index);
  const values = times.map((time) => (time === 4321 ? 99 : time === 8765 ? -99 : time % 7));
  const kept = decimated({ times, values, isFinal: true }, 100);
  expect(kept.times.length).toBeLessThanOrEqual(400);
  expect([Math.max(...kept.values), Math.min(...kept.values)]).toEqual([99, -99]);
  expect(kept.times).toEqual([...kept.times].sort((one, other) => one - other));
});

test("the range of nothing is none", () => {
  expect(extent(points([[1, NaN]]))).toBeNull();
  expect(
    extent(
      points([
        [1, 5],
        [2, NaN],
        [3, -5],
      ]),
    ),
  ).toEqual([-5, 5]);
});

test("the nearest window is none where all are further than a step", () => {
  const some = points([
    [1, 10],
    [2, 20],
    [9, 90],
  ]);
  expect(nearest(some, 2.2)).toBe(1);
  expect(nearest(some, 5)).toBe(-1);
});
