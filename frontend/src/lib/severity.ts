/** How much something stands out, from the least to the most. */
import type { Colour } from "./colour";

export const LEVELS = ["LOW", "MEDIUM", "HIGH", "CRITICAL"] as const;
export type Level = (typeof LEVELS)[number];

export const severityColour = (level: Level): Colour =>
  `--severity-${level.toLowerCase() as Lowercase<Level>}`;
