/** Values over time, in a card: marks on a canvas, axes in SVG, a table behind, files of it. */
import { useMemo, type ReactElement, type ReactNode } from "react";

import type { Format } from "../lib/number";
import { useCell } from "../lib/signal";
import { severityColour } from "../lib/severity";
import { span, utc } from "../lib/time";
import { Card } from "../ui/card";
import { EmptyState, Skeleton } from "../ui/state";
import { Axes } from "./axes";
import { ChartTable } from "./chart-table";
import { Crosshair } from "./crosshair";
import { gaps } from "./gaps";
import { geometry, MARGIN, type Geometry } from "./geometry";
import { Marks } from "./marks";
import { Readout } from "./readout";
import type { Band, Kind, Series } from "./series";
import { useWidth } from "./size";
import { Surface } from "./surface";
import { Tools } from "./tools";
import type { Domain, View } from "./view";

export interface TimeChartProps {
  title: string;
  note?: ReactNode;
  /** What stands for the values at the crosshair; without it they follow the title. */
  readout?: ReactNode;
  kind: Kind;
  view: View;
  /** A new array whenever its points changed: they are views on what is written again. */
  series: readonly Series[];
  format: Format;
  height?: number;
  bands?: readonly Band[];
  chosen?: string | null;
  onBand?: (id: string) => void;
  isLoading?: boolean;
}

const NO_BANDS: readonly Band[] = [];

function Markers(props: {
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

function Plot(
  props: TimeChartProps & { domain: Domain; width: number; height: number },
): ReactElement {
  const {
    kind,
    series,
    domain,
    width,
    height,
    view,
    title,
    bands = NO_BANDS,
    onBand,
    chosen = null,
    format,
  } = props;
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
      step={first?.points.step ?? 60_000}
      label={`${title}, ${span(domain.from, domain.to, domain.to)}`}
    >
      <Axes shape={shape} format={format} bands={bands} missing={missing} chosen={chosen} />
      <Marks kind={kind} series={series} shape={shape} />
      <Crosshair view={view} shape={shape} series={series} />
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

export function TimeChart(props: TimeChartProps): ReactElement {
  const {
    title,
    note,
    readout,
    series,
    view,
    format,
    kind,
    height = 200,
    bands = NO_BANDS,
    isLoading = false,
  } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const isTable = useCell(view.tables).has(title);
  const domain = useCell(view.domain);
  const isReady = !isLoading && domain !== null;
  return (
    <Card
      title={title}
      className="chart"
      note={isReady ? (readout ?? <Readout view={view} series={series} format={format} />) : note}
      tools={
        isReady && (
          <Tools
            sheet={{ title, kind, series, bands, domain, format }}
            isTable={isTable}
            onTable={(next) => view.tabulate(title, next)}
          />
        )
      }
    >
      <div ref={ref} className="chart-frame" style={{ minHeight: height }}>
        {!isReady && <Skeleton height={`${height}px`} />}
        {isReady && isTable && (
          <ChartTable title={title} series={series} domain={domain} format={format} />
        )}
        {isReady && !isTable && width > 0 && (
          <Plot {...props} domain={domain} width={width} height={height} />
        )}
      </div>
    </Card>
  );
}
