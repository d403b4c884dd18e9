import { expect, test } from "vitest";

import { MINUTE } from "../lib/time";
import { csv, svg } from "./files";
import { gaps } from "./gaps";
import type { Series } from "./series";

const aSeries = (
  name: string,
  ...rows: [minute: number, value: number, isFinal?: boolean][]
): Series => ({
  name,
  colour: "--data-1",
  points: {
    times: Float64Array.from(rows, ([minute]) => minute * MINUTE),
    values: Float64Array.from(rows, ([, value]) => value),
    finals: Uint8Array.from(rows, ([, , isFinal]) => (isFinal === false ? 0 : 1)),
    step: MINUTE,
    settled: 0,
  },
});
const domain = { from: 0, to: 10 * MINUTE };

test("a file has a row a time, UTC, and leaves empty what was not observed", () => {
  const series = [aSeries("a", [1, 10], [2, NaN]), aSeries('b "c"', [2, 0, false], [99, 1])];
  expect(csv({ series, domain }).split("\n")).toEqual([
    'timestamp,is_final,a,"b ""c"""',
    "1970-01-01T00:01:00.000Z,true,10,",
    "1970-01-01T00:02:00.000Z,false,,0",
    "",
  ]);
});

test("a title cannot become markup of the picture", () => {
  const drawing = svg(
    {
      title: "<a> & b",
      kind: "line",
      series: [aSeries("a", [1, 1])],
      bands: [],
      domain,
      format: String,
    },
    () => "#000",
  );
  expect(drawing).toContain("&#60;a&#62; &#38; b");
});

test("what is missing between two windows is a gap, and before the first or behind the last is none", () => {
  const { points } = aSeries("a", [1, 10], [2, NaN], [3, 30], [6, 60]);
  expect(gaps(points)).toEqual([
    { from: 2 * MINUTE, to: 3 * MINUTE },
    { from: 4 * MINUTE, to: 6 * MINUTE },
  ]);
});
