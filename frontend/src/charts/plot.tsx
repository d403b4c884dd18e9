/** The part of a chart that shows its values. It renders when more has changed than their open ends. */
import { useMemo, useSyncExternalStore, type ReactElement } from "react";

import type { Format } from "../lib/number";
import { MINUTE, span } from "../lib/time";
import { openFrom } from "../lib/parts";
import { EmptyState } from "../ui/state";
import { Axes } from "./axes";
import { Crosshair } from "./crosshair";
import { gaps } from "./gaps";
import { geometry, valueScale } from "./geometry";
import { Markers } from "./markers";
import { Marks } from "./marks";
import type { Band, Kind, Series, Source } from "./series";
import { Surface } from "./surface";
import type { Domain, View } from "./view";

interface Props {
  title: string;
  kind: Kind;
  view: View;
  source: Source;
  domain: Domain;
  width: number;
  height: number;
  format: Format;
  bands: readonly Band[];
  chosen: string | null;
  onBand: ((id: string) => void) | undefined;
}

/** Another text whenever something has changed that is not drawn with each push. */
function outline(kind: Kind, series: readonly Series[], height: number): string {
  const ends = series.map(({ points }) => {
    const open = openFrom(points);
    const observed = points.values
      .subarray(open)
      .reduce((sum, value) => (Number.isNaN(value) ? sum : sum + 1), 0);
    return `${points.settled} ${points.times[open - 1]} ${observed}`;
  });
  return [...valueScale(kind, series, height).domain(), ...ends].join();
}

const readAgain = (source: Source, domain: Domain, _outline: string): readonly Series[] =>
  source.read(domain);

function useSeries({ kind, source, domain, height }: Props): readonly Series[] {
  const now = useSyncExternalStore(source.signal.subscribe, () =>
    outline(kind, source.read(domain), height),
  );
  return useMemo(() => readAgain(source, domain, now), [source, domain, now]);
}

export function Plot(props: Props): ReactElement {
  const { title, kind, view, source, domain, width, height, format, bands, chosen, onBand } = props;
  const series = useSeries(props);
  const shape = useMemo(
    () => geometry(kind, series, domain, width, height),
    [kind, series, domain, width, height],
  );
  const [first] = series;
  const missing = useMemo(
    () => (first && series.length === 1 ? gaps(first.points) : []),
    [first, series],
  );
  const isEmpty = series.every(({ points }) => points.values.every(Number.isNaN));
  return (
    <Surface
      view={view}
      shape={shape}
      step={first?.points.step ?? MINUTE}
      label={`${title}, ${span(domain.from, domain.to, domain.to)}`}
    >
      <Axes shape={shape} format={format} bands={bands} missing={missing} chosen={chosen} />
      <Marks kind={kind} source={source} domain={domain} series={series} shape={shape} />
      <Crosshair view={view} shape={shape} source={source} domain={domain} />
      {onBand && <Markers bands={bands} shape={shape} onBand={onBand} />}
      {isEmpty && (
        <div className="chart-empty">
          <EmptyState title="Nothing was observed" isSmall>
            In this time there is no value. That is not zero: nobody looked, or nothing was said.
          </EmptyState>
        </div>
      )}
    </Surface>
  );
}
