/** Which way a sentiment leans, by the bounds that messages are counted by. */
export type Mood = "positive" | "neutral" | "negative";

const NEUTRAL = 0.05;

/** Of a score from -1 to 1; null of none. */
export function mood(score: number | null): Mood | null {
  if (score === null) return null;
  if (Math.abs(score) <= NEUTRAL) return "neutral";
  return score > 0 ? "positive" : "negative";
}
