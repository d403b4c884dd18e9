/** A chart's buttons: its numbers as a table, and files of it. */
import { useRef, type ReactElement } from "react";

import { Toggle } from "../ui/choices";
import { Icon } from "../ui/icon";
import { colour } from "../ui/theme";
import { csv, png, save, svg, type Sheet } from "./files";

interface Props {
  title: string;
  /** Put together when it is wanted. */
  sheetOf: () => Sheet;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

const FILES = {
  PNG: (sheet: Sheet) => png(svg(sheet, colour)),
  SVG: (sheet: Sheet) => Promise.resolve(new Blob([svg(sheet, colour)], { type: "image/svg+xml" })),
  CSV: (sheet: Sheet) => Promise.resolve(new Blob([csv(sheet)], { type: "text/csv" })),
} as const;

const kinds = Object.keys(FILES) as (keyof typeof FILES)[];

export function Tools({ title, sheetOf, isTable, onTable }: Props): ReactElement {
  const menu = useRef<HTMLDetailsElement>(null);
  const store = async (kind: keyof typeof FILES): Promise<void> => {
    if (menu.current) menu.current.open = false;
    menu.current?.querySelector("summary")?.focus();
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    save(`${name}.${kind.toLowerCase()}`, await FILES[kind](sheetOf()));
  };
  return (
    <>
      <Toggle label={`Show ${title} as a table`} isOn={isTable} onToggle={onTable}>
        <Icon name={isTable ? "chart" : "table"} />
      </Toggle>
      <details
        ref={menu}
        className="menu"
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
        }}
      >
        <summary className="button" aria-label={`Save ${title}`} title="Save">
          <Icon name="download" />
        </summary>
        <div className="menu-items">
          {kinds.map((kind) => (
            <button key={kind} type="button" className="button" onClick={() => void store(kind)}>
              {kind}
            </button>
          ))}
        </div>
      </details>
    </>
  );
}
