/** What stood out, as marks over a chart that can be pressed. */
import type { ReactElement } from "react";

import { severityColour } from "../lib/severity";
import { utc } from "../lib/time";
import { MARGIN, type Geometry } from "./geometry";
import type { Band } from "./series";

export function Markers(props: {
  bands: readonly Band[];
  shape: Geometry;
  onBand: (id: string) => void;
}): ReactElement {
  const { bands, shape, onBand } = props;
  const seen = bands.filter(
    ({ peak }) => shape.x(peak) >= MARGIN.left && shape.x(peak) <= shape.width - MARGIN.right,
  );
  return (
    <>
      {seen.map(({ id, peak, severity, label }) => (
        <button
          key={id}
          type="button"
          tabIndex={-1}
          className="chart-marker"
          aria-label={label}
          title={`${label}\n${utc(peak)}`}
          style={{ left: shape.x(peak), color: `var(${severityColour(severity)})` }}
          onPointerDown={(event) => {
            event.stopPropagation();
          }}
          onClick={() => {
            onBand(id);
          }}
        />
      ))}
    </>
  );
}
