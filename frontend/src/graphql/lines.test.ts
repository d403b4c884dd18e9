import { beforeEach, expect, test, vi } from "vitest";

import { iso, MINUTE } from "../lib/time";
import type { EveryMetricFragment } from "./generated";
import { Lines } from "./lines";
import { DEFAULT_METRIC } from "./metrics";

type Answer = readonly (number | null)[];

/** What the API answers next: a value a minute, from 0. */
let answer: Answer = [];

beforeEach(() => {
  vi.stubGlobal("fetch", () => {
    const timestamps = answer.map((_, minute) => iso(minute * MINUTE));
    const series = [{ __typename: "MetricSeries", streamId: "a", timestamps, values: answer }];
    return Promise.resolve(
      new Response(JSON.stringify({ data: { series } }), {
        headers: { "content-type": "application/json" },
      }),
    );
  });
});

const aWindow = (minute: number, value: number, revision: number): EveryMetricFragment => ({
  timestamp: iso(minute * MINUTE),
  revision,
  isFinal: false,
  watermark: iso(minute * MINUTE),
  messageCount: 0,
  chatRate: 0,
  uniqueChatters: 0,
  viewerCount: value,
  viewerLast: null,
  viewerPeak: null,
  transactionCount: 0,
  revenue: 0,
  sentimentScore: null,
  positiveMessages: 0,
  negativeMessages: 0,
  emoteCount: 0,
  firstTimeChatters: 0,
});

const someLines = (
  step: "MINUTE" | "MINUTES_15",
  latest = new Map<string, EveryMetricFragment>(),
): Lines => new Lines(["a"], DEFAULT_METRIC, step, MINUTE, 100, latest, () => undefined);

const seen = (lines: Lines): [values: number[], finals: number[]] => {
  const points = lines.timelines.get("a")?.points("value", 0, 1e9);
  return [[...(points?.values ?? [])], [...(points?.finals ?? [])]];
};

test("what was heard stays, and what was not is filled in, final up to the watermark", async () => {
  const newest = aWindow(2, 30, 7);
  const lines = someLines("MINUTE", new Map([["a", newest]]));
  lines.hear("a", newest);
  answer = [10, 20, 29];
  await lines.reach(0, 3 * MINUTE);
  expect(seen(lines)).toEqual([
    [10, 20, 30],
    [1, 1, 0],
  ]);
});

test("a window in which nothing was observed is no window of 0", async () => {
  const lines = someLines("MINUTE");
  answer = [10, null, 0];
  await lines.reach(0, 3 * MINUTE);
  expect(seen(lines)[0]).toEqual([10, 0]);
});

test("after a gap the answer takes the place of what was heard before it", async () => {
  const newest = aWindow(2, 30, 7);
  const lines = someLines("MINUTE", new Map([["a", newest]]));
  lines.hear("a", aWindow(1, 15, 3));
  lines.hear("a", newest);
  answer = [10, 20, 29];
  await lines.reach(0, 3 * MINUTE);
  expect(seen(lines)[0]).toEqual([10, 15, 30]);
  lines.forget("a");
  expect(seen(lines)[0]).toEqual([10]);
  lines.hear("a", newest);
  await lines.reach(0, 3 * MINUTE);
  expect(seen(lines)[0]).toEqual([10, 20, 30]);
});

test("a longer window is as it was asked for last", async () => {
  const lines = someLines("MINUTES_15");
  answer = [10, 20];
  await lines.ask(0, 2 * MINUTE);
  answer = [10, 25];
  await lines.ask(0, 2 * MINUTE);
  lines.hear("a", aWindow(1, 99, 9));
  expect(seen(lines)[0]).toEqual([10, 25]);
});

test("behind a gap nothing is asked for until the window is known that it ends with", async () => {
  const lines = someLines("MINUTE", new Map([["a", aWindow(2, 30, 7)]]));
  answer = [10];
  lines.forget("a");
  await lines.reach(0, MINUTE);
  expect(lines.isLoaded).toBe(false);
  lines.hear("a", aWindow(2, 30, 7));
  await lines.reach(0, 3 * MINUTE);
  expect(lines.isLoaded).toBe(true);
});
