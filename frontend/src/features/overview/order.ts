/** In which order the streams stand, and which of them. */
import { instant } from "../../lib/time";
import type { Entry } from "./store";

export const ORDERS = [
  { value: "viewers", label: "Most viewers" },
  { value: "chat", label: "Most chat" },
  { value: "sentiment", label: "Best mood" },
  { value: "moment", label: "Latest moment" },
  { value: "name", label: "By name" },
] as const;
export type Order = (typeof ORDERS)[number]["value"];

export const isOrder = (text: string | null): text is Order =>
  ORDERS.some(({ value }) => value === text);

const valueOf: Record<Exclude<Order, "name">, (entry: Entry) => number | null> = {
  viewers: ({ now }) => now.window?.viewerLast ?? null,
  chat: ({ now }) => now.window?.chatRate ?? null,
  sentiment: ({ now }) => now.window?.sentimentScore ?? null,
  moment: ({ moment }) => (moment ? instant(moment.startedAt) : null),
};

const byName = (one: Entry, other: Entry): number =>
  one.now.channel.localeCompare(other.now.channel);

/** The greatest first, those without a value last; names from a to z. */
export function ordered(entries: Iterable<Entry>, order: Order): Entry[] {
  const all = [...entries].sort(byName);
  if (order === "name") return all;
  const of = valueOf[order];
  return all.sort((one, other) => (of(other) ?? -Infinity) - (of(one) ?? -Infinity) || 0);
}

/** Those whose name, title or category has all words of the text. */
export function matching(entries: readonly Entry[], text: string, isLiveOnly: boolean): Entry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ now }) => {
    const said = [now.id, now.channel, now.title, now.category].join(" ").toLowerCase();
    return (!isLiveOnly || now.live === true) && words.every((word) => said.includes(word));
  });
}
