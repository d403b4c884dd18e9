/** The same numbers as a chart, to be read. The newest come first. */
import type { ReactElement } from "react";

import type { Format } from "../lib/number";
import { Table, type Column } from "../ui/table";
import { Clock } from "../ui/time";
import { useCalm } from "../lib/signal";
import type { Series, Source } from "./series";
import type { Domain } from "./view";

interface Props {
  title: string;
  source: Source;
  domain: Domain;
  format: Format;
}

const valueAt = ({ points }: Series, time: number): number | undefined =>
  points.values[points.times.indexOf(time)];

export function ChartTable({ title, source, domain, format }: Props): ReactElement {
  useCalm(source.signal);
  const series = source.read(domain);
  const times = [...new Set(series.flatMap(({ points }) => [...points.times]))]
    .filter((time) => time >= domain.from && time < domain.to)
    .sort((one, other) => other - one);
  const columns: Column<number>[] = [
    { name: "Time", of: (time) => <Clock time={time} isFull /> },
    ...series.map((one) => ({
      name: one.name,
      isNumber: true,
      of: (time: number) => format(valueAt(one, time)),
    })),
    {
      name: "State",
      of: (time) =>
        series.every(({ points }) => points.finals[points.times.indexOf(time)] !== 0)
          ? "final"
          : "provisional",
    },
  ];
  return (
    <Table
      caption={title}
      columns={columns}
      rows={times}
      keyOf={(time) => time}
      maxHeight="15rem"
    />
  );
}
