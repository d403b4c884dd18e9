import { expect, test } from "vitest";

import { MINUTE } from "../../lib/time";
import type { Points } from "../../lib/timeline";
import { baseOf, indexed, summaryOf } from "./arithmetic";

const aLine = (...values: number[]): Points => ({
  times: Float64Array.from(values, (_, minute) => minute * MINUTE),
  values: Float64Array.from(values),
  finals: new Uint8Array(values.length).fill(1),
  step: MINUTE,
  settled: 0,
});

test("a line is 100 where its range starts, whatever came before", () => {
  const line = aLine(999, 50, 75, 25);
  expect([...indexed(line, baseOf(line, MINUTE)).values].slice(1)).toEqual([100, 150, 50]);
});

test("what was not observed at the start, or was 0, is no base: the next value is", () => {
  expect(baseOf(aLine(NaN, 0, 40, 80), 0)).toBe(40);
  expect([...indexed(aLine(NaN, 0, 40, 80), 40).values]).toEqual([NaN, 0, 100, 200]);
});

test("without a base there is no line, and not a line of 0", () => {
  const line = aLine(0, 0);
  expect(baseOf(line, 0)).toBeNull();
  expect([...indexed(line, null).values]).toEqual([NaN, NaN]);
});

test("to index leaves the line itself as it is", () => {
  const line = aLine(10, 20);
  indexed(line, 10);
  expect([...line.values]).toEqual([10, 20]);
});

test("a summary counts what was observed in the range alone", () => {
  expect(summaryOf(aLine(999, 10, NaN, 30, 20, 999), MINUTE, 5 * MINUTE)).toEqual({
    first: 10,
    last: 20,
    least: 10,
    greatest: 30,
    mean: 20,
  });
  expect(summaryOf(aLine(NaN, 5), 0, MINUTE)).toBeNull();
});
