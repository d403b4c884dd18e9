/** A chart's canvas: redrawn when its data, its size or the theme has changed. */
import { useLayoutEffect, useRef, type ReactElement } from "react";

import { colour, useTheme } from "../ui/theme";
import { draw } from "./draw";
import { MARGIN, type Geometry } from "./geometry";
import type { Kind, Series } from "./series";

interface Props {
  kind: Kind;
  series: readonly Series[];
  shape: Geometry;
}

function cleared(
  canvas: HTMLCanvasElement,
  { width, height }: Geometry,
): CanvasRenderingContext2D | null {
  const context = canvas.getContext("2d");
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context?.scale(ratio, ratio);
  return context;
}

export function Marks({ kind, series, shape }: Props): ReactElement {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  useLayoutEffect(() => {
    const context = ref.current && cleared(ref.current, shape);
    if (!context) return;
    context.beginPath();
    context.rect(MARGIN.left, 0, shape.width - MARGIN.left - MARGIN.right, shape.height);
    context.clip();
    draw(context, kind, series, shape, colour);
  }, [kind, series, shape, theme]);
  return (
    <canvas
      ref={ref}
      className="chart-marks"
      style={{ width: shape.width, height: shape.height }}
    />
  );
}
