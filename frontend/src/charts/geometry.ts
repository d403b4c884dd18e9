/** A chart's size and data -> where its marks and axes stand. D3 counts, and draws nothing. */
import { scaleLinear, scaleTime, type ScaleLinear, type ScaleTime } from "d3-scale";

import { extent } from "../lib/decimate";
import type { Kind, Series } from "./series";
import type { Domain } from "./view";

export const MARGIN = { top: 18, right: 8, bottom: 22, left: 44 } as const;

/** How wide a label of time is. */
const LABEL = 34;

export interface Geometry {
  width: number;
  height: number;
  x: ScaleTime<number, number>;
  y: ScaleLinear<number, number>;
  xTicks: number[];
  yTicks: number[];
}

/** The values' range with air around it: from 0 for an area, even on both sides for a ribbon. */
export function valueDomain(kind: Kind, series: readonly Series[]): [number, number] {
  const extents = series.map(({ points }) => extent(points)).filter((one) => one !== null);
  const least = Math.min(...extents.map(([low]) => low));
  const greatest = Math.max(...extents.map(([, high]) => high));
  if (extents.length === 0) return kind === "ribbon" ? [-0.5, 0.5] : [0, 1];
  if (kind === "area") return [0, greatest === 0 ? 1 : greatest * 1.08];
  if (kind === "ribbon") {
    const far = Math.max(Math.abs(least), Math.abs(greatest), 0.1) * 1.1;
    return [-far, far];
  }
  const air = Math.max((greatest - least) * 0.15, Math.abs(greatest) * 0.02, 0.5);
  return [least >= 0 ? Math.max(0, least - air) : least - air, greatest + air];
}

const yCountOf = (height: number): number =>
  Math.max(2, Math.floor((height - MARGIN.top - MARGIN.bottom) / 44));

/** Its domain stays the same while the values move within its ticks. */
export function valueScale(
  kind: Kind,
  series: readonly Series[],
  height: number,
): ScaleLinear<number, number> {
  const y = scaleLinear(valueDomain(kind, series), [height - MARGIN.bottom, MARGIN.top]);
  return kind === "ribbon" ? y : y.nice(yCountOf(height));
}

export function geometry(
  kind: Kind,
  series: readonly Series[],
  { from, to }: Domain,
  width: number,
  height: number,
): Geometry {
  const x = scaleTime([from, to], [MARGIN.left, width - MARGIN.right]);
  const y = valueScale(kind, series, height);
  const xCount = Math.max(2, Math.floor((width - MARGIN.left - MARGIN.right) / (2.5 * LABEL)));
  const isWhole = (tick: number): boolean => x(tick) <= width - MARGIN.right - LABEL / 2;
  const xTicks = x.ticks(xCount).map(Number).filter(isWhole);
  return { width, height, x, y, xTicks, yTicks: y.ticks(yCountOf(height)) };
}
