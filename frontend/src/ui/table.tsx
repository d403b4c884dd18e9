/** Rows of words and numbers. */
import { memo, type ReactElement, type ReactNode } from "react";

export interface Column<Row> {
  name: string;
  isNumber?: boolean;
  of: (row: Row) => ReactNode;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** Whether two rows of one key read the same: such a one is not rendered again. */
  isSame?: (one: Row, other: Row) => boolean;
  /** Above this it scrolls. */
  maxHeight?: string;
}

type LineProps<Row> = Required<Pick<Props<Row>, "columns" | "isSame">> & { row: Row };

function EveryLine<Row>({ columns, row }: LineProps<Row>): ReactElement {
  return (
    <tr>
      {columns.map(({ name, isNumber, of }) => (
        <td key={name} className={isNumber === true ? "is-number" : ""}>
          {of(row)}
        </td>
      ))}
    </tr>
  );
}

const Line = memo(
  EveryLine,
  (one, other) => one.columns === other.columns && one.isSame(one.row, other.row),
) as typeof EveryLine;

export function Table<Row>({
  caption,
  columns,
  rows,
  keyOf,
  isSame = Object.is,
  maxHeight,
}: Props<Row>): ReactElement {
  const isScrolling = maxHeight !== undefined;
  return (
    <div
      className="table-frame"
      style={{ maxHeight }}
      {...(isScrolling && { tabIndex: 0, role: "region", "aria-label": caption })}
    >
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" className={isNumber === true ? "is-number" : ""}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Line key={keyOf(row)} {...{ columns, row, isSame }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
