/** Rows of words and numbers. */
import type { ReactElement, ReactNode } from "react";

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
  /** Above this it scrolls. */
  maxHeight?: string;
}

export function Table<Row>({ caption, columns, rows, keyOf, maxHeight }: Props<Row>): ReactElement {
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
            <tr key={keyOf(row)}>
              {columns.map(({ name, isNumber, of }) => (
                <td key={name} className={isNumber === true ? "is-number" : ""}>
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
