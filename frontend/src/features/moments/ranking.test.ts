import { expect, test } from "vitest";

import type { MomentLineFragment } from "../../graphql/generated";
import { csv, matches, ranked, type Filter } from "./ranking";

const aMoment = (
  id: string,
  minute: number,
  changes: Partial<MomentLineFragment> = {},
): MomentLineFragment => {
  const time = new Date(minute * 60_000).toISOString();
  return {
    id,
    streamId: "xqc",
    timestamp: time,
    type: "CHAT_SPIKE",
    severity: "LOW",
    status: "CLOSED",
    score: 3.5,
    baseline: 10,
    observed: 40,
    startedAt: time,
    peakedAt: time,
    endedAt: time,
    description: "Chat rose.",
    contributors: { emotes: [], terms: [] },
    ...changes,
  };
};

const ids = (moments: MomentLineFragment[]): string => moments.map(({ id }) => id).join("");

const MOMENTS = [
  aMoment("a", 1, { severity: "CRITICAL", score: 12 }),
  aMoment("b", 2, { severity: "MEDIUM", score: 5 }),
  aMoment("c", 3, { severity: "CRITICAL", score: 11 }),
  aMoment("d", 4),
];

test("what stood out is ranked by time, by severity with the newer first, or by score", () => {
  expect(ids(ranked(MOMENTS, "time"))).toBe("dcba");
  expect(ids(ranked(MOMENTS, "severity"))).toBe("cabd");
  expect(ids(ranked(MOMENTS, "score"))).toBe("acbd");
});

test("of the same minute the ids decide, as they do in the API's pages", () => {
  expect(ids(ranked([aMoment("a", 1), aMoment("b", 1)], "time"))).toBe("ba");
});

test("a moment that comes live meets the same filter as a page", () => {
  const all: Filter = { streamId: null, type: null, minSeverity: null, from: 0 };
  const moment = aMoment("a", 5, { severity: "HIGH" });
  const filters: [Partial<Filter>, boolean][] = [
    [{}, true],
    [{ streamId: "shroud" }, false],
    [{ type: "VIEWER_DROP" }, false],
    [{ minSeverity: "HIGH" }, true],
    [{ minSeverity: "CRITICAL" }, false],
    [{ from: 5 * 60_000 }, true],
    [{ from: 5 * 60_000 + 1 }, false],
  ];
  for (const [part, isSeen] of filters) expect(matches(moment, { ...all, ...part })).toBe(isSeen);
});

test("a file has a row a moment; one that goes on has no end", () => {
  const open = aMoment("a", 0, { endedAt: null, status: "OPEN", description: 'So "loud", now' });
  expect(csv([open]).split("\n")[1]).toBe(
    "a,xqc,1970-01-01T00:00:00.000Z,CHAT_SPIKE,LOW,OPEN,3.5,10,40," +
      '1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.000Z,,"So ""loud"", now"',
  );
});
