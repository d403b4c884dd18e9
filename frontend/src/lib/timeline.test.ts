import { expect, test } from "vitest";

import { MINUTE } from "./time";
import { Timeline, type Row } from "./timeline";

const aRow = (minute: number, value: number | null, revision = 1, isFinal = true): Row<"v"> => ({
  time: minute * MINUTE,
  revision,
  isFinal,
  values: { v: value },
});

const filled = (capacity: number, ...rows: Row<"v">[]): Timeline<"v"> => {
  const timeline = new Timeline(["v"], MINUTE, capacity);
  for (const row of rows) timeline.upsert(row);
  return timeline;
};

const all = (timeline: Timeline<"v">): number[] => [...timeline.points("v", 0, 1e12).values];

test("windows stand in the order of time, however they come", () => {
  expect(all(filled(9, aRow(3, 30), aRow(1, 10), aRow(2, 20)))).toEqual([10, 20, 30]);
});

test("the higher revision of a window wins, whichever comes last", () => {
  const timeline = filled(9, aRow(1, 10, 2), aRow(1, 5, 1), aRow(1, 7, 2));
  expect(all(timeline)).toEqual([10]);
  expect(timeline.upsert(aRow(1, 11, 3))).toBe(true);
  expect(all(timeline)).toEqual([11]);
});

test("null is not 0", () => {
  const timeline = filled(9, aRow(1, null), aRow(2, 0));
  expect(all(timeline)).toEqual([NaN, 0]);
  expect(timeline.at(MINUTE, "v")).toBeNull();
  expect(timeline.at(2 * MINUTE, "v")).toBe(0);
});

test("only the newest are kept, over many times the room", () => {
  const timeline = filled(5, ...Array.from({ length: 103 }, (_, minute) => aRow(minute, minute)));
  expect(all(timeline)).toEqual([98, 99, 100, 101, 102]);
  expect(timeline.upsert(aRow(4, 4))).toBe(false);
  timeline.upsert(aRow(101, 7, 2));
  expect(all(timeline)).toEqual([98, 99, 100, 7, 102]);
});

test("a hole is filled where the array is at its end", () => {
  const timeline = filled(3, ...[0, 1, 2, 3, 5, 6].map((minute) => aRow(minute, minute)));
  timeline.upsert(aRow(4, 4));
  expect(all(timeline)).toEqual([4, 5, 6]);
});

test("a view has one more window on each side, so that lines leave the frame", () => {
  const timeline = filled(9, ...[1, 2, 3, 4, 5].map((minute) => aRow(minute, minute)));
  expect([...timeline.points("v", 2.5 * MINUTE, 3.5 * MINUTE).values]).toEqual([2, 3, 4]);
});

test("the last final window is not the open one", () => {
  expect(filled(9, aRow(1, 1), aRow(2, 2, 1, false)).lastFinal).toBe(MINUTE);
  expect(filled(9, aRow(2, 2, 1, false)).lastFinal).toBeNull();
});

test("what is settled has another number when it changes, and not with the open end", () => {
  const timeline = filled(9, aRow(1, 10), aRow(2, 20), aRow(3, 30, 1, false));
  const settled = (): number => timeline.points("v", 0, 1e12).settled;
  const before = settled();
  timeline.upsert(aRow(3, 31, 2, false));
  timeline.upsert(aRow(4, 40, 1, false));
  expect(settled()).toBe(before);
  for (const row of [aRow(3, 32, 3), aRow(0, 0), aRow(2, 21, 2, false)]) {
    const last = settled();
    timeline.upsert(row);
    expect(settled()).not.toBe(last);
  }
});

test("what is open is forgotten after a gap, and what is final stays", () => {
  const timeline = new Timeline(["v"], 60_000, 10);
  for (const [minute, isFinal] of [
    [1, true],
    [2, false],
    [3, false],
  ] as const)
    timeline.upsert({ time: minute * 60_000, revision: 1, isFinal, values: { v: minute } });
  timeline.forgetOpen();
  expect([timeline.length, timeline.last]).toEqual([1, 60_000]);
});
