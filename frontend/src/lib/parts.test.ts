import { expect, test } from "vitest";

import { runs } from "./decimate";
import { placesOf, runsOf } from "./parts";
import type { Points } from "./timeline";

/** A point a minute: `f` final, `o` open, a gap for what was not observed. */
const points = (finals: string): Points => ({
  times: Float64Array.from(finals, (_, index) => index),
  values: Float64Array.from(finals, (sign, index) => (sign === " " ? NaN : 10 * index)),
  finals: Uint8Array.from(finals, (sign) => (sign === "f" ? 1 : 0)),
  step: 1,
  settled: 0,
});

test.each(["fffoo", "ff o", "foffo", "ooo", "fff", "f  oo", ""])(
  "what is settled and the open end are together the whole line: %j",
  (finals) => {
    const whole = points(finals);
    expect([...runsOf(whole, "settled"), ...runsOf(whole, "open")]).toEqual(runs(whole));
  },
);

test("each point is settled or open", () => {
  const whole = points("fofoo");
  expect([...placesOf(whole, "settled").times]).toEqual([0, 1, 2]);
  expect([...placesOf(whole, "open").times]).toEqual([3, 4]);
});
