/** What the series say at the crosshair; without one, what they say last. */
import type { ReactElement } from "react";

import { nearest } from "../lib/decimate";
import { NOTHING, type Format } from "../lib/number";
import { useCalm, useCell } from "../lib/signal";
import { clock, utc } from "../lib/time";
import type { Series, Source } from "./series";
import type { Domain, View } from "./view";

interface Props {
  view: View;
  source: Source;
  domain: Domain;
  format: Format;
}

function Value({
  series,
  index,
  format,
}: {
  series: Series;
  index: number;
  format: Format;
}): ReactElement {
  const { values, finals } = series.points;
  return (
    <span className="readout-value">
      <i style={{ background: `var(${series.colour})` }} aria-hidden />
      {series.name} <b className="figure">{index < 0 ? NOTHING : format(values[index])}</b>
      {index >= 0 && finals[index] === 0 && (
        <em title="This minute is still open: it may change">provisional</em>
      )}
    </span>
  );
}

export function Readout({ view, source, domain, format }: Props): ReactElement {
  useCalm(source.signal);
  const series = source.read(domain);
  const pointed = useCell(view.pointed);
  const points = series[0]?.points;
  const last = (points?.times.length ?? 0) - 1;
  const placeIn = (one: Series): number =>
    pointed === null ? one.points.times.length - 1 : nearest(one.points, pointed);
  const time = points?.times[pointed === null ? last : nearest(points, pointed)] ?? pointed;
  return (
    <span className="readout">
      {time !== null && (
        <span className="figure" title={utc(time)}>
          {clock(time)}
        </span>
      )}
      {series.map((one) => (
        <Value key={one.name} series={one} index={placeIn(one)} format={format} />
      ))}
    </span>
  );
}
