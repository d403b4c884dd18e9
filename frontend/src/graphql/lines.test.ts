import { beforeEach, expect, test, vi } from "vitest";

import { iso, MINUTE } from "../lib/time";
import type { EveryMetricFragment } from "./generated";
import { Lines } from "./lines";
import { DEFAULT_METRIC } from "./metrics";

type Answer = readonly (number | null)[];

/** What the API answers next of each stream that it is asked for: a value a minute, from 0. */
let answer: Answer = [];
/** The streams of each question. */
let asked: string[][] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("fetch", (_: string, { body }: { body: string }) => {
    const { ids } = (JSON.parse(body) as { variables: { ids: string[] } }).variables;
    asked.push(ids);
    const timestamps = answer.map((_, minute) => iso(minute * MINUTE));
    const series = ids.map((streamId) => ({
      __typename: "MetricSeries",
      streamId,
      timestamps,
      values: answer,
    }));
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
): Lines => new Lines(["a", "b"], DEFAULT_METRIC, step, MINUTE, 100, latest, () => undefined);

const seen = (lines: Lines, id = "a"): [values: number[], finals: number[]] => {
  const points = lines.timelines.get(id)?.points("value", 0, 1e9);
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
  lines.hear("a", aWindow(4, 30, 7));
  answer = [10, null, 0];
  await lines.reach(0, 3 * MINUTE);
  expect(seen(lines)[0]).toEqual([10, 0, 30]);
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
  lines.hear("a", aWindow(1, 98, 8));
  answer = [10, 20];
  await lines.ask(0, 2 * MINUTE);
  answer = [10, 25];
  await lines.ask(0, 2 * MINUTE);
  lines.hear("a", aWindow(1, 99, 9));
  expect(seen(lines)[0]).toEqual([10, 25]);
});

test("a stream is asked for when it is heard, so that it is known what of it is closed", async () => {
  const latest = new Map<string, EveryMetricFragment>();
  const lines = someLines("MINUTE", latest);
  const hear = (id: string): void => {
    latest.set(id, aWindow(2, 30, 7));
    lines.hear(id, aWindow(2, 30, 7));
  };
  answer = [10, 20];
  hear("a");
  await lines.reach(0, 3 * MINUTE);
  expect(seen(lines, "b")).toEqual([[], []]);
  hear("b");
  await lines.reach(0, 3 * MINUTE);
  await lines.reach(0, 3 * MINUTE);
  expect(asked).toEqual([["a"], ["b"]]);
  expect(seen(lines, "b")).toEqual([
    [10, 20, 30],
    [1, 1, 0],
  ]);
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

test("an answer to what was asked before a gap is none to what was missed in it", async () => {
  const newest = aWindow(2, 30, 7);
  const lines = someLines("MINUTE", new Map([["a", newest]]));
  lines.hear("a", newest);
  answer = [10, 20];
  const early = lines.reach(0, 3 * MINUTE);
  lines.forget("a");
  await early;
  expect(lines.isWhole).toBe(false);
  expect(seen(lines)[0]).toEqual([]);
  answer = [10, 20, 29, 40];
  lines.hear("a", aWindow(4, 50, 9));
  await lines.reach(0, 5 * MINUTE);
  expect(lines.isWhole).toBe(true);
  expect(seen(lines)[0]).toEqual([10, 20, 29, 40, 50]);
});
