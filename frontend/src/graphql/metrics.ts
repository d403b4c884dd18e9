/** Every metric of the schema, as it is read and written. */
import { compact, money, score, type Format } from "../lib/number";
import type { EveryMetricFragment, MetricName } from "./generated";

export interface Metric {
  name: MetricName;
  /** Its field of a window. */
  field: Exclude<
    keyof EveryMetricFragment,
    "timestamp" | "revision" | "isFinal" | "watermark" | "__typename"
  >;
  label: string;
  /** What stands behind a number; empty where the label says it. */
  unit: string;
  format: Format;
}

const PER_MINUTE = "/ min";

const [VIEWERS, ...OTHERS] = [
  { name: "VIEWER_COUNT", field: "viewerCount", label: "Viewers", unit: "", format: compact },
  {
    name: "VIEWER_LAST",
    field: "viewerLast",
    label: "Viewers, newest",
    unit: "",
    format: compact,
  },
  { name: "VIEWER_PEAK", field: "viewerPeak", label: "Viewers, peak", unit: "", format: compact },
  { name: "CHAT_RATE", field: "chatRate", label: "Chat rate", unit: PER_MINUTE, format: compact },
  { name: "MESSAGE_COUNT", field: "messageCount", label: "Messages", unit: "", format: compact },
  {
    name: "UNIQUE_CHATTERS",
    field: "uniqueChatters",
    label: "Unique chatters",
    unit: "",
    format: compact,
  },
  {
    name: "FIRST_TIME_CHATTERS",
    field: "firstTimeChatters",
    label: "First-time chatters",
    unit: "",
    format: compact,
  },
  {
    name: "SENTIMENT_SCORE",
    field: "sentimentScore",
    label: "Sentiment",
    unit: "",
    format: score,
  },
  {
    name: "POSITIVE_MESSAGES",
    field: "positiveMessages",
    label: "Positive messages",
    unit: "",
    format: compact,
  },
  {
    name: "NEGATIVE_MESSAGES",
    field: "negativeMessages",
    label: "Negative messages",
    unit: "",
    format: compact,
  },
  { name: "EMOTE_COUNT", field: "emoteCount", label: "Emotes", unit: "", format: compact },
  {
    name: "TRANSACTION_COUNT",
    field: "transactionCount",
    label: "Transactions",
    unit: "",
    format: compact,
  },
  { name: "REVENUE", field: "revenue", label: "Revenue", unit: "", format: money },
] as const satisfies readonly Metric[];

export const METRICS: readonly Metric[] = [VIEWERS, ...OTHERS];

/** `chat_rate`, as the metric's slug stands in addresses. */
export const slugOf = ({ name }: Metric): string => name.toLowerCase();

/** The metric of a slug; null where there is none. */
export const metricOf = (slug: string | null): Metric | null =>
  METRICS.find((metric) => slugOf(metric) === slug) ?? null;

export const DEFAULT_METRIC: Metric = VIEWERS;
