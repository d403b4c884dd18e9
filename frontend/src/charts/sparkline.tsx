/** A line without axes, in a row of text. */
import { memo, useMemo, type ReactElement } from "react";

import type { Colour } from "../lib/colour";
import { decimated, extent, runs } from "../lib/decimate";
import type { Points } from "../lib/timeline";

interface Props {
  points: Points;
  from: number;
  to: number;
  colour: Colour;
  label: string;
}

const WIDTH = 160;
const HEIGHT = 32;
const AIR = 3;

/** Of 0 to the greatest: so that a flat hour looks flat. */
function outline(points: Points, from: number, to: number): { d: string; isFinal: boolean }[] {
  const [least, greatest] = extent(points) ?? [0, 1];
  const low = Math.min(0, least);
  const height = greatest - low || 1;
  const x = (time: number): string => (((time - from) / (to - from)) * WIDTH).toFixed(1);
  const y = (value: number): string =>
    (HEIGHT - AIR - ((value - low) / height) * (HEIGHT - 2 * AIR)).toFixed(1);
  return runs(points).map((run) => {
    const { times, values } = decimated(run, (to - from) / WIDTH);
    const corners = times.map((time, index) => `${x(time)} ${y(values[index] ?? 0)}`);
    return {
      d: `M${corners.length === 1 ? `${corners.join("")}h1` : corners.join("L")}`,
      isFinal: run.isFinal,
    };
  });
}

export const Sparkline = memo(function Sparkline({
  points,
  from,
  to,
  colour,
  label,
}: Props): ReactElement {
  const lines = useMemo(() => outline(points, from, to), [points, from, to]);
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {lines.map(({ d, isFinal }) => (
        <path
          key={d}
          d={d}
          stroke={`var(${colour})`}
          strokeDasharray={isFinal ? undefined : "2 2"}
        />
      ))}
    </svg>
  );
});
