import { expect, test } from "vitest";

import { judged, summary, total, type Pipeline } from "./judge";

const aPipeline = (changes: Partial<Pipeline> = {}): Pipeline => {
  const now = "2026-01-01T00:00:00Z";
  const reached = { newestEventAt: now, reachedAt: now, seconds: 1.5, ageSeconds: 1 };
  return {
    watermark: now,
    newestWindowAt: now,
    lastBatchAt: now,
    freshnessSeconds: 1,
    published: reached,
    unpublishedBatches: 0,
    relayed: reached,
    relays: [
      {
        name: "relay",
        saidAt: now,
        ageSeconds: 1,
        isCaughtUp: true,
        lag: [],
        rewinds: 1,
        added: 10,
        ignored: 0,
        unreadable: 0,
        restartedLogs: 0,
      },
    ],
    feeds: [],
    live: { sockets: 1, subscriptions: 1, replays: 0, gaps: 0, dropped: 0, evicted: 0 },
    topics: [{ topic: "chat", endOffset: 12, readOffset: 10, lag: 2 }],
    deadLetters: 0,
    accounting: {
      produced: 12,
      aggregated: 10,
      late: 0,
      duplicates: 0,
      dead: 0,
      inFlight: 2,
      residual: 0,
      reason: null,
      unparsedFrames: 0,
    },
    ...changes,
  };
};

const aRelay = (changes: Partial<NonNullable<Pipeline["relays"]>[number]>): Pipeline =>
  aPipeline({ relays: (aPipeline().relays ?? []).map((relay) => ({ ...relay, ...changes })) });

const words = (pipeline: Pipeline): Record<string, string> =>
  Object.fromEntries(judged(pipeline).map(({ part, word }) => [part, word]));

test("a pipeline that runs is well in all its parts", () => {
  expect(summary(judged(aPipeline()))).toEqual({ verdict: "good", text: "All is well" });
});

test("a job that leaves records unread stands, and one without anything to read is only slow", () => {
  const idle = [{ topic: "chat", endOffset: 10, readOffset: 10, lag: 0 }];
  expect(words(aPipeline({ freshnessSeconds: 45 }))).toMatchObject({ "Streaming job": "Standing" });
  expect(words(aPipeline({ freshnessSeconds: 45, topics: idle }))).toMatchObject({
    "Streaming job": "Slow",
  });
});

test("a broker that does not answer is down, and its lag is not 0", () => {
  const topics = [
    { topic: "chat", endOffset: null, readOffset: 10, lag: null },
    { topic: "viewer", endOffset: 3, readOffset: 3, lag: 0 },
  ];
  expect(words(aPipeline({ topics }))).toMatchObject({ Kafka: "Down" });
  expect(total(topics.map(({ lag }) => lag))).toBeNull();
});

test("without Valkey nobody can tell how the relay does", () => {
  expect(words(aPipeline({ relays: null }))).toMatchObject({ Valkey: "Down", Relay: "Unknown" });
});

test("a relay is down when none speaks, and behind while none has caught up", () => {
  expect(words(aPipeline({ relays: [] }))).toMatchObject({ Relay: "Down" });
  expect(words(aRelay({ ageSeconds: 60 }))).toMatchObject({ Relay: "Down" });
  expect(words(aRelay({ ageSeconds: 6 }))).toMatchObject({ Relay: "Quiet" });
  expect(words(aRelay({ isCaughtUp: false }))).toMatchObject({ Relay: "Behind" });
});

test("a residual of null is not an account that is exact", () => {
  const { accounting } = aPipeline();
  const open = aPipeline({ accounting: { ...accounting, residual: null, reason: "a reset" } });
  const off = aPipeline({ accounting: { ...accounting, residual: -3 } });
  expect(words(open)).toMatchObject({ Accounting: "Open" });
  expect(summary(judged(off))).toEqual({ verdict: "bad", text: "Trouble: Accounting" });
});
