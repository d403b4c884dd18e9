/** Lines and labels of time and value, and behind them what is missing and what stood out. */
import { memo, useId, type ReactElement } from "react";

import type { Format } from "../lib/number";
import { severityColour } from "../lib/severity";
import { tickLabel } from "../lib/time";
import { MARGIN, type Geometry } from "./geometry";
import type { Band } from "./series";
import type { Domain } from "./view";

interface Props {
  shape: Geometry;
  format: Format;
  bands: readonly Band[];
  missing: readonly Domain[];
  /** The band that is looked at. */
  chosen: string | null;
}

function Block(props: {
  shape: Geometry;
  span: Domain;
  fill: string;
  opacity?: number;
}): ReactElement {
  const { x, width, height } = props.shape;
  const left = Math.max(MARGIN.left, x(props.span.from));
  const right = Math.min(width - MARGIN.right, x(props.span.to));
  return (
    <rect
      x={left}
      y={MARGIN.top}
      width={Math.max(0, Math.max(2, right - left))}
      height={height - MARGIN.top - MARGIN.bottom}
      fill={props.fill}
      opacity={props.opacity}
    />
  );
}

export const Axes = memo(function Axes({
  shape,
  format,
  bands,
  missing,
  chosen,
}: Props): ReactElement {
  const { x, y, xTicks, yTicks, width, height } = shape;
  const hatch = useId();
  return (
    <svg className="chart-axes" width={width} height={height} aria-hidden>
      <pattern
        id={hatch}
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path d="M0 0V6" className="chart-hatch" />
      </pattern>
      {missing.map((span) => (
        <Block key={span.from} shape={shape} span={span} fill={`url(#${hatch})`} />
      ))}
      {bands.map(({ id, from, to, severity }) => (
        <Block
          key={id}
          shape={shape}
          span={{ from, to }}
          fill={`var(${severityColour(severity)})`}
          opacity={id === chosen ? 0.3 : 0.14}
        />
      ))}
      {yTicks.map((value) => (
        <g key={value} transform={`translate(0 ${y(value)})`}>
          <path d={`M${MARGIN.left} 0H${width - MARGIN.right}`} className="chart-grid" />
          <text x={MARGIN.left - 8} dy="0.32em" textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {xTicks.map((time) => (
        <text key={time} x={x(time)} y={height - 5} textAnchor="middle">
          {tickLabel(time)}
        </text>
      ))}
    </svg>
  );
});
