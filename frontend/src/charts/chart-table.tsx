/** The same numbers as a chart, to be read. The newest come first. */
import { useMemo, type ReactElement } from "react";

import { NOTHING, type Format } from "../lib/number";
import { useCalm } from "../lib/signal";
import { Table, type Column } from "../ui/table";
import { Clock } from "../ui/time";
import type { Series, Source } from "./series";
import type { Domain } from "./view";

interface Props {
  title: string;
  source: Source;
  domain: Domain;
  format: Format;
}

interface Row {
  time: number;
  /** A value of each series, as it is read. */
  texts: string[];
  isFinal: boolean;
}

function rowsOf(series: readonly Series[], { from, to }: Domain, format: Format): Row[] {
  const rows = new Map<number, Row>();
  series.forEach(({ points: { times, values, finals } }, place) => {
    times.forEach((time, at) => {
      if (time < from || time >= to) return;
      const row = rows.get(time) ?? { time, texts: series.map(() => NOTHING), isFinal: true };
      row.texts[place] = format(values[at]);
      row.isFinal &&= finals[at] === 1;
      rows.set(time, row);
    });
  });
  return [...rows.values()].sort((one, other) => other.time - one.time);
}

const isSame = (one: Row, other: Row): boolean =>
  one.isFinal === other.isFinal && one.texts.every((text, place) => text === other.texts[place]);

const columnsOf = (names: readonly string[]): readonly Column<Row>[] => [
  { name: "Time", of: ({ time }) => <Clock time={time} isFull /> },
  ...names.map((name, place) => ({
    name,
    isNumber: true,
    of: ({ texts }: Row) => texts[place],
  })),
  { name: "State", of: ({ isFinal }) => (isFinal ? "final" : "provisional") },
];

/** `names` are of the series, a line each. */
function NamedTable(props: { title: string; names: string; rows: readonly Row[] }): ReactElement {
  const { title, names, rows } = props;
  const columns = useMemo(() => columnsOf(names.split("\n")), [names]);
  return (
    <Table
      caption={title}
      columns={columns}
      rows={rows}
      keyOf={({ time }) => time}
      isSame={isSame}
      maxHeight="15rem"
    />
  );
}

export function ChartTable({ title, source, domain, format }: Props): ReactElement {
  useCalm(source.signal);
  const series = source.read(domain);
  return (
    <NamedTable
      title={title}
      names={series.map(({ name }) => name).join("\n")}
      rows={rowsOf(series, domain, format)}
    />
  );
}
