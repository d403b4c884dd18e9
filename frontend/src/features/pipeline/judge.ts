/** A reading of the pipeline -> which of its parts do well, and what is wrong with those that do not. */
import type { FollowPipelineSubscription } from "../../graphql/generated";
import { duration, SECOND } from "../../lib/time";

export type Pipeline = FollowPipelineSubscription["pipeline"]["pipeline"];
export type Verdict = "good" | "warn" | "bad" | "plain";

export interface Judgement {
  part: string;
  verdict: Verdict;
  /** One word of state. */
  word: string;
  /** What it means, in a sentence. */
  why: string;
}

/** A batch is committed about each second: after these many seconds without one something is slow, or stands. */
const SLOW = 10;
const STANDING = 30;
/** A relay speaks each second. */
const QUIET = 5;
const SILENT = 15;

/** The sum; null where one part is not known. */
export function total(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    0,
  );
}

const seconds = (value: number): string => duration(value * SECOND);

function kafka({ topics }: Pipeline): Judgement {
  const part = "Kafka";
  if (total(topics.map(({ endOffset }) => endOffset)) === null)
    return { part, verdict: "bad", word: "Down", why: "The broker does not answer." };
  return { part, verdict: "good", word: "Well", why: "The broker answers for all topics." };
}

/** Without a batch there is either nothing to read, and the producer is at fault, or nobody who reads. */
function job({ freshnessSeconds, topics }: Pipeline): Judgement {
  const part = "Streaming job";
  const unread = total(topics.map(({ lag }) => lag));
  if (freshnessSeconds === null)
    return { part, verdict: "warn", word: "Waiting", why: "No batch has been committed yet." };
  const age = seconds(freshnessSeconds);
  if (freshnessSeconds < SLOW)
    return { part, verdict: "good", word: "Well", why: `The last batch is ${age} old.` };
  if (freshnessSeconds >= STANDING && unread !== null && unread > 0)
    return {
      part,
      verdict: "bad",
      word: "Standing",
      why: `No batch for ${age}, while records wait to be read.`,
    };
  return { part, verdict: "warn", word: "Slow", why: `No batch for ${age}.` };
}

function events({ published }: Pipeline): Judgement {
  const part = "Events";
  if (published === null)
    return {
      part,
      verdict: "warn",
      word: "None",
      why: "No event of the last hour was counted: the producer may stand still.",
    };
  const age = seconds(published.ageSeconds);
  if (published.ageSeconds >= STANDING)
    return { part, verdict: "warn", word: "Silent", why: `No event was counted for ${age}.` };
  return { part, verdict: "good", word: "Well", why: `The newest update is ${age} old.` };
}

function relay({ relays }: Pipeline): Judgement {
  const part = "Relay";
  if (relays === null)
    return { part, verdict: "plain", word: "Unknown", why: "Valkey does not answer for it." };
  const freshest = Math.min(...relays.map(({ ageSeconds }) => ageSeconds));
  if (freshest === Infinity || freshest >= SILENT)
    return { part, verdict: "bad", word: "Down", why: "No relay speaks: nothing is pushed." };
  if (freshest >= QUIET)
    return {
      part,
      verdict: "warn",
      word: "Quiet",
      why: `No relay spoke for ${seconds(freshest)}.`,
    };
  if (!relays.some(({ isCaughtUp }) => isCaughtUp))
    return { part, verdict: "warn", word: "Behind", why: "It is refilling Valkey from Kafka." };
  return { part, verdict: "good", word: "Well", why: "What is committed is pushed." };
}

function valkey({ relays }: Pipeline): Judgement {
  const part = "Valkey";
  if (relays === null)
    return { part, verdict: "bad", word: "Down", why: "It does not answer: nothing is pushed." };
  return { part, verdict: "good", word: "Well", why: "Feeds are kept and pushed." };
}

function account({ accounting: { residual, reason } }: Pipeline): Judgement {
  const part = "Accounting";
  if (residual === null)
    return { part, verdict: "plain", word: "Open", why: reason ?? "It cannot be told now." };
  if (residual === 0)
    return { part, verdict: "good", word: "Exact", why: "Every event is accounted for." };
  return {
    part,
    verdict: "bad",
    word: "Off",
    why: `${residual} events are not accounted for.`,
  };
}

/** In the way of the data. PostgreSQL holds the reading itself: where it is down there is none. */
export const judged = (pipeline: Pipeline): Judgement[] =>
  [events, kafka, job, relay, valkey, account].map((judge) => judge(pipeline));

/** The whole in a few words: what is down first, then what is not well. */
export function summary(judgements: readonly Judgement[]): { verdict: Verdict; text: string } {
  const named = (verdict: Verdict): string[] =>
    judgements.filter((one) => one.verdict === verdict).map(({ part }) => part);
  const bad = named("bad");
  const warn = named("warn");
  if (bad.length > 0) return { verdict: "bad", text: `Trouble: ${bad.join(", ")}` };
  if (warn.length > 0) return { verdict: "warn", text: `To look at: ${warn.join(", ")}` };
  return { verdict: "good", text: "All is well" };
}
