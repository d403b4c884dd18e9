/** Numbers that are the same each time: an hour of minutes that ends at noon. */
import type { Series, Source } from "../src/charts/series";
import { View } from "../src/charts/view";
import { seriesColour, type Colour } from "../src/lib/colour";
import { Signal } from "../src/lib/signal";
import { HOUR, MINUTE } from "../src/lib/time";
import { Timeline, type Points } from "../src/lib/timeline";

export const NOON = Date.UTC(2026, 0, 5, 12);
export const START = NOON - HOUR;

/** The value of a minute: null is not observed, undefined is that there is no such window. */
type Curve = (minute: number) => number | null | undefined;

/** Waves around a height, each series with its own. */
export const waves =
  (height: number, shift = 0): Curve =>
  (minute) =>
    height * (1 + 0.2 * Math.sin((minute + shift) / 6) + 0.05 * Math.sin((minute + shift) * 1.7));

/** From `open` on the minutes are provisional. */
export function points(curve: Curve, open = 60): Points {
  const timeline = new Timeline(["value"], MINUTE, 60);
  for (let minute = 0; minute < 60; minute++) {
    const value = curve(minute);
    if (value === undefined) continue;
    const time = START + minute * MINUTE;
    timeline.upsert({ time, revision: 1, isFinal: minute < open, values: { value } });
  }
  return timeline.points("value", START, NOON);
}

export const one = (
  curve: Curve,
  { open = 60, colour = "--data-1" }: { open?: number; colour?: Colour } = {},
): Source => sourceOf([{ name: "viewers", colour, points: points(curve, open) }]);

export const several = (count: number): Source =>
  sourceOf(
    Array.from({ length: count }, (_, index) => ({
      name: `stream${index + 1}`,
      colour: seriesColour(index),
      points: points(waves(1_000 * (index + 1), 9 * index)),
    })),
  );

export function sourceOf(series: readonly Series[]): Source {
  return { signal: new Signal(), read: () => series };
}

/** A view on the hour. */
export function theHour(): View {
  const view = new View(HOUR);
  view.extend(NOON);
  return view;
}
