/** Series -> marks on a canvas. What is not final yet is dashed and pale. */
import { decimated, type Run } from "../lib/decimate";
import { placesOf, runsOf, type Part } from "../lib/parts";
import type { Points } from "../lib/timeline";
import type { Geometry } from "./geometry";
import type { Kind, Series } from "./series";

export type Palette = (name: `--${string}`) => string;

function trace(context: CanvasRenderingContext2D, run: Run, { x, y }: Geometry): void {
  context.beginPath();
  for (let index = 0; index < run.times.length; index++)
    context.lineTo(x(run.times[index] ?? 0), y(run.values[index] ?? 0));
}

function fill(context: CanvasRenderingContext2D, run: Run, geometry: Geometry): void {
  const { x, y } = geometry;
  trace(context, run, geometry);
  context.lineTo(x(run.times.at(-1) ?? 0), y(0));
  context.lineTo(x(run.times[0] ?? 0), y(0));
  context.globalAlpha = run.isFinal ? 0.16 : 0.07;
  context.fill();
  context.globalAlpha = 1;
}

function dot(context: CanvasRenderingContext2D, run: Run, { x, y }: Geometry): void {
  context.beginPath();
  context.arc(x(run.times.at(-1) ?? 0), y(run.values.at(-1) ?? 0), 2.5, 0, 2 * Math.PI);
  context.fill();
}

function drawRun(context: CanvasRenderingContext2D, run: Run, shape: Geometry, kind: Kind): void {
  if (kind === "area") fill(context, run, shape);
  trace(context, run, shape);
  context.setLineDash(run.isFinal ? [] : [2, 3]);
  context.stroke();
  context.setLineDash([]);
  if (run.times.length === 1) dot(context, run, shape);
}

function drawRibbon(
  context: CanvasRenderingContext2D,
  { times, values, finals, step }: Points,
  shape: Geometry,
  palette: Palette,
): void {
  const { x, y } = shape;
  for (let index = 0; index < times.length; index++) {
    const time = times[index] ?? 0;
    const value = values[index] ?? NaN;
    if (Number.isNaN(value)) continue;
    const left = x(time);
    const width = Math.max(1, x(time + step) - left - 1);
    context.globalAlpha = finals[index] === 1 ? 0.9 : 0.4;
    context.fillStyle = palette(value >= 0 ? "--positive" : "--negative");
    context.fillRect(left, Math.min(y(value), y(0)), width, Math.max(1, Math.abs(y(value) - y(0))));
  }
  context.globalAlpha = 1;
}

/** Draws on a canvas that is scaled to CSS pixels and empty. */
export function draw(
  context: CanvasRenderingContext2D,
  part: Part,
  kind: Kind,
  series: readonly Series[],
  shape: Geometry,
  palette: Palette,
): void {
  const bin = Number(shape.x.invert(1)) - Number(shape.x.invert(0));
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  for (const one of series) {
    if (kind === "ribbon") {
      drawRibbon(context, placesOf(one.points, part), shape, palette);
      continue;
    }
    context.strokeStyle = context.fillStyle = palette(one.colour);
    for (const run of runsOf(one.points, part)) drawRun(context, decimated(run, bin), shape, kind);
  }
}
