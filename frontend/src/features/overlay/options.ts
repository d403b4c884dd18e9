/** The address of an overlay -> what it shows, and how. What cannot be understood is as if not said. */
import { DEFAULT_METRIC, metricOf, type Metric } from "../../graphql/metrics";
import { HOUR, MINUTE } from "../../lib/time";

export const FIGURES = ["viewers", "chat", "chatters", "sentiment", "transactions"] as const;
export type Figure = (typeof FIGURES)[number];

const PLACES = ["top", "bottom", "middle"] as const;
const SIDES = ["left", "right", "center"] as const;
const PLATES = ["none", "dark", "light"] as const;
const SPANS: Record<string, number> = {
  "5m": 5 * MINUTE,
  "15m": 15 * MINUTE,
  "1h": HOUR,
  "6h": 6 * HOUR,
};

export interface Options {
  figures: readonly Figure[];
  /** The metric that is drawn; null draws none. */
  chart: Metric | null;
  span: number;
  /** CSS colours; null is the design's. */
  colour: string | null;
  text: string | null;
  plate: (typeof PLATES)[number];
  place: (typeof PLACES)[number];
  side: (typeof SIDES)[number];
  scale: number;
  isNamed: boolean;
}

const among = <Value extends string>(all: readonly Value[], text: string | null): Value | null =>
  all.find((one) => one === text) ?? null;

/** `f80`, `ff8800` or `ff8800cc`, with or without #. */
function colourOf(text: string | null): string | null {
  const digits = text?.replace(/^#/, "") ?? "";
  return /^([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(digits) ? `#${digits}` : null;
}

function figuresOf(text: string | null): readonly Figure[] {
  if (text === null) return ["viewers", "chat"];
  return text
    .split(",")
    .map((name) => among(FIGURES, name.trim()))
    .filter((figure) => figure !== null);
}

/** What a figure counts can be drawn by its name, as any metric by its slug. */
const DRAWN: Record<Figure, string> = {
  viewers: "viewer_count",
  chat: "chat_rate",
  chatters: "unique_chatters",
  sentiment: "sentiment_score",
  transactions: "transaction_count",
};

function chartOf(text: string | null): Metric | null {
  if (text === null || text === "none") return null;
  const figure = among(FIGURES, text);
  return metricOf(figure ? DRAWN[figure] : text) ?? DEFAULT_METRIC;
}

function scaleOf(text: string | null): number {
  const scale = Number(text ?? 1);
  return scale > 0 ? Math.min(4, Math.max(0.5, scale)) : 1;
}

export function optionsOf(search: URLSearchParams): Options {
  const [place, side] = (search.get("at") ?? "").split("-");
  return {
    figures: figuresOf(search.get("show")),
    chart: chartOf(search.get("chart")),
    span: SPANS[search.get("range") ?? ""] ?? 15 * MINUTE,
    colour: colourOf(search.get("colour") ?? search.get("color")),
    text: colourOf(search.get("text")),
    plate: among(PLATES, search.get("plate")) ?? "dark",
    place: among(PLACES, place ?? null) ?? "bottom",
    side: among(SIDES, side ?? null) ?? "left",
    scale: scaleOf(search.get("scale")),
    isNamed: search.get("name") === "1",
  };
}
