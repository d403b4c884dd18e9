/** Values over time, in a card: marks on a canvas, axes in SVG, a table behind, files of it. */
import type { ReactElement, ReactNode } from "react";

import type { Format } from "../lib/number";
import { useCell } from "../lib/signal";
import { Card } from "../ui/card";
import { Skeleton } from "../ui/state";
import { ChartTable } from "./chart-table";
import { Plot } from "./plot";
import { Readout } from "./readout";
import type { Band, Kind, Source } from "./series";
import { useWidth } from "./size";
import { Tools } from "./tools";
import type { View } from "./view";

export interface TimeChartProps {
  title: string;
  note?: ReactNode;
  /** What stands for the values at the crosshair; without it they follow the title. */
  readout?: ReactNode;
  kind: Kind;
  view: View;
  /** The same one while it reads the same lines. */
  source: Source;
  format: Format;
  height?: number;
  bands?: readonly Band[];
  chosen?: string | null;
  onBand?: (id: string) => void;
  isLoading?: boolean;
}

const NO_BANDS: readonly Band[] = [];

export function TimeChart(props: TimeChartProps): ReactElement {
  const {
    title,
    note,
    readout,
    source,
    view,
    format,
    kind,
    height = 200,
    bands = NO_BANDS,
    chosen = null,
    onBand,
    isLoading = false,
  } = props;
  const [ref, width] = useWidth<HTMLDivElement>();
  const isTable = useCell(view.tables).has(title);
  const domain = useCell(view.domain);
  const isReady = !isLoading && domain !== null;
  const told = isReady && { title, source, domain, format };
  return (
    <Card
      title={title}
      className="chart"
      note={told ? (readout ?? <Readout view={view} {...told} />) : note}
      tools={
        told && (
          <Tools
            title={title}
            sheetOf={() => ({ ...told, kind, bands, series: source.read(told.domain) })}
            isTable={isTable}
            onTable={(next) => view.tabulate(title, next)}
          />
        )
      }
    >
      <div ref={ref} className="chart-frame" style={{ minHeight: height }}>
        {!told && <Skeleton height={`${height}px`} />}
        {told && isTable && <ChartTable {...told} />}
        {told && !isTable && width > 0 && (
          <Plot {...told} {...{ kind, view, width, height, bands, chosen, onBand }} />
        )}
      </div>
    </Card>
  );
}
