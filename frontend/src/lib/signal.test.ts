import { beforeEach, expect, test, vi } from "vitest";

import { Signal } from "./signal";

let frame: () => void;
let frames: number;

beforeEach(() => {
  frames = 0;
  vi.useFakeTimers();
  vi.stubGlobal("cancelAnimationFrame", () => undefined);
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => {
    frame = run;
    frames += 1;
  });
});

test("all that is touched before a frame is told of with it, once", () => {
  const told: string[] = [];
  const [one, other] = [new Signal(), new Signal()];
  one.subscribe(() => told.push("one"));
  other.subscribe(() => told.push("other"));
  one.touch();
  other.touch();
  one.touch();
  expect([told, frames]).toEqual([[], 1]);
  frame();
  expect(told).toEqual(["one", "other"]);
});

test("who reads hears of a change at once, and of all that follow when a quarter of a second is over", () => {
  let read = 0;
  const signal = new Signal();
  signal.subscribeCalmly(() => {
    read += 1;
  });
  for (let count = 0; count < 10; count++) {
    signal.touch();
    frame();
  }
  expect(read).toBe(1);
  vi.advanceTimersByTime(250);
  frame();
  expect(read).toBe(2);
  vi.advanceTimersByTime(1000);
  expect(read).toBe(2);
});

test("a page that is hidden before its frame comes hears of it all the same", () => {
  let told = 0;
  const signal = new Signal();
  signal.subscribe(() => {
    told += 1;
  });
  for (let count = 1; count < 4; count++) {
    signal.touch();
    vi.advanceTimersByTime(500);
    expect(told).toBe(count);
  }
});
