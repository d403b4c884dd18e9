/** The metrics that the page of a stream shows, and how a window of GraphQL becomes a row of them. */
import type { MinuteFragment } from "../../graphql/generated";
import { instant } from "../../lib/time";
import type { Row } from "../../lib/timeline";

export const METRICS = [
  "viewers",
  "viewersLast",
  "chatRate",
  "uniqueChatters",
  "transactions",
  "sentiment",
] as const;
export type Metric = (typeof METRICS)[number];

export const rowOf = (window: MinuteFragment): Row<Metric> => ({
  time: instant(window.timestamp),
  revision: window.revision,
  isFinal: window.isFinal,
  values: {
    viewers: window.viewerCount,
    viewersLast: window.viewerLast,
    chatRate: window.chatRate,
    uniqueChatters: window.uniqueChatters,
    transactions: window.transactionCount,
    sentiment: window.sentimentScore,
  },
});
