import { expect, test } from "vitest";

import { absoluteChange, compact, relativeChange, score } from "./number";
import { duration } from "./time";

test("null is a dash, and 0 is 0", () => {
  expect([compact(null), compact(NaN), compact(0), compact(12345)]).toEqual([
    "–",
    "–",
    "0",
    "12.3K",
  ]);
  expect(score(0.254)).toBe("+0.25");
});

test("a change from 0, or from nothing, is none", () => {
  expect(relativeChange(5, 0)).toBeNull();
  expect(relativeChange(5, null)).toBeNull();
  expect(relativeChange(15, 10)).toEqual({ direction: "up", text: "50%" });
  expect(relativeChange(10, 10)?.direction).toBe("flat");
});

test("a score's change is a difference: parts of a value around 0 mean nothing", () => {
  expect(absoluteChange(-0.1, 0.1)).toEqual({ direction: "down", text: "0.20" });
});

test("a length of time has its largest useful units", () => {
  expect([900, 59_000, 61_000, 3_600_000, 3_900_000, 90_000_000_0].map(duration)).toEqual([
    "1 s",
    "59 s",
    "1 min",
    "1 h",
    "1 h 5 min",
    "10 d",
  ]);
});
