/** A chart's marks on two canvases: the open end is drawn with each push, and the rest when it changes. */
import { useLayoutEffect, useRef, type ReactElement, type RefObject } from "react";

import { openFrom } from "../lib/parts";
import { colour, useTheme } from "../ui/theme";
import { draw } from "./draw";
import { MARGIN, type Geometry } from "./geometry";
import type { Kind, Series, Source } from "./series";
import type { Domain } from "./view";

interface Props {
  kind: Kind;
  source: Source;
  domain: Domain;
  /** As they were when anything but their open ends last changed. */
  series: readonly Series[];
  shape: Geometry;
}

/** Room for the width of a line, and for a dot. */
const AIR = 4;

/** Where the open ends begin, in whole pixels from the left. */
function openLeft(series: readonly Series[], { x, width }: Geometry): number {
  const starts = series.map(({ points }) => {
    const open = openFrom(points);
    const start = open < points.times.length ? points.times[Math.max(0, open - 1)] : undefined;
    return start === undefined ? Infinity : Math.floor(x(start)) - AIR;
  });
  return Math.min(Math.max(MARGIN.left, Math.min(...starts)), width - MARGIN.right - 1);
}

/** The empty canvas, sized and ready to be drawn on in the chart's own coordinates. */
function prepared(
  { current: canvas }: RefObject<HTMLCanvasElement>,
  left: number,
  { width, height }: Geometry,
): CanvasRenderingContext2D | null {
  const context = canvas?.getContext("2d");
  if (!canvas || !context) return null;
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round((width - MARGIN.right - left) * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.translate(-left, 0);
  return context;
}

function useSettled({ kind, series, shape }: Props): RefObject<HTMLCanvasElement> {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    const context = prepared(ref, MARGIN.left, shape);
    if (context) draw(context, "settled", kind, series, shape, colour);
  }, [kind, series, shape, theme]);
  return ref;
}

function useOpenEnd(
  { kind, source, domain, shape }: Props,
  left: number,
): RefObject<HTMLCanvasElement> {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    const context = prepared(ref, left, shape);
    const redraw = (): void => {
      context?.clearRect(left, 0, shape.width, shape.height);
      if (context) draw(context, "open", kind, source.read(domain), shape, colour);
    };
    redraw();
    return source.signal.subscribe(redraw);
  }, [kind, source, domain, shape, left, theme]);
  return ref;
}

export function Marks(props: Props): ReactElement {
  const { shape, series } = props;
  const left = openLeft(series, shape);
  const settled = useSettled(props);
  const open = useOpenEnd(props, left);
  const from = (start: number): { left: number; width: number; height: number } => ({
    left: start,
    width: shape.width - MARGIN.right - start,
    height: shape.height,
  });
  return (
    <>
      <canvas ref={settled} className="chart-marks" style={from(MARGIN.left)} />
      <canvas ref={open} className="chart-marks" style={from(left)} />
    </>
  );
}
