/** Where the reader points, and what is marked: the only part of a chart that follows the pointer. */
import type { ReactElement } from "react";

import { nearest } from "../lib/decimate";
import { useCell, useSignal } from "../lib/signal";
import { MARGIN, type Geometry } from "./geometry";
import type { Source } from "./series";
import type { Domain, View } from "./view";

interface Props {
  view: View;
  shape: Geometry;
  source: Source;
  domain: Domain;
}

function Dots(props: Omit<Props, "view"> & { time: number }): ReactElement {
  const { shape, source, domain, time } = props;
  useSignal(source.signal);
  return (
    <>
      {source.read(domain).map(({ name, points, colour }) => {
        const index = nearest(points, time);
        const value = points.values[index] ?? NaN;
        return Number.isNaN(value) ? null : (
          <circle
            key={name}
            cx={shape.x(points.times[index] ?? 0)}
            cy={shape.y(value)}
            r="3.5"
            fill={`var(${colour})`}
            className="chart-dot"
          />
        );
      })}
    </>
  );
}

export function Crosshair({ view, ...props }: Props): ReactElement {
  const pointed = useCell(view.pointed);
  const brushed = useCell(view.brushed);
  const { x, width, height } = props.shape;
  const isSeen =
    pointed !== null && x(pointed) >= MARGIN.left && x(pointed) <= width - MARGIN.right;
  return (
    <svg className="chart-crosshair" width={width} height={height} aria-hidden>
      {brushed && (
        <rect
          className="chart-brush"
          x={x(brushed.from)}
          y={MARGIN.top}
          width={Math.max(0, x(brushed.to) - x(brushed.from))}
          height={height - MARGIN.top - MARGIN.bottom}
        />
      )}
      {isSeen && (
        <path className="chart-line" d={`M${x(pointed)} ${MARGIN.top}V${height - MARGIN.bottom}`} />
      )}
      {isSeen && <Dots {...props} time={pointed} />}
    </svg>
  );
}
