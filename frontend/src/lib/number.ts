/** Numbers as they are read: null is a dash, never 0. */
export const NOTHING = "–";

const compactFormat = new Intl.NumberFormat("en", {
  notation: "compact",
  maximumSignificantDigits: 3,
});
const wholeFormat = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const scoreFormat = new Intl.NumberFormat("en", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: "exceptZero",
});
const percentFormat = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 0 });
const moneyFormat = new Intl.NumberFormat("en", { style: "currency", currency: "USD" });

type Value = number | null | undefined;
export type Format = (value: Value) => string;

const unlessNull =
  (format: Intl.NumberFormat): Format =>
  (value) =>
    value === null || value === undefined || Number.isNaN(value) ? NOTHING : format.format(value);

/** `12.3K` */
export const compact = unlessNull(compactFormat);
/** `12,345` */
export const whole = unlessNull(wholeFormat);
/** `+0.25`, of a score from -1 to 1 */
export const score = unlessNull(scoreFormat);
/** `25%`, of a part from 0 to 1 */
export const percent = unlessNull(percentFormat);
/** `$12.50` */
export const money = unlessNull(moneyFormat);

export interface Change {
  direction: "up" | "down" | "flat";
  text: string;
}

const directionOf = (difference: number): Change["direction"] =>
  difference > 0 ? "up" : difference < 0 ? "down" : "flat";

/** By which part a value moved; null where either is missing, or where it was 0 and no part exists. */
export function relativeChange(now: Value, before: Value): Change | null {
  if (now == null || before == null || before === 0) return null;
  const part = Math.round((now / before - 1) * 100) / 100;
  return { direction: directionOf(part), text: percentFormat.format(Math.abs(part)) };
}

/** By how much a score moved: of a value around 0 a part means nothing. */
export function absoluteChange(now: Value, before: Value): Change | null {
  if (now == null || before == null) return null;
  const difference = Math.round((now - before) * 100) / 100;
  return { direction: directionOf(difference), text: Math.abs(difference).toFixed(2) };
}
