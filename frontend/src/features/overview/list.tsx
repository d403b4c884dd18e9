/** All streams, in an order of the reader's choice; arrow keys walk through them. */
import type { KeyboardEvent, ReactElement } from "react";

import { Icon } from "../../ui/icon";
import type { Order } from "./order";
import { Row } from "./row";
import type { Entry } from "./store";

interface Props {
  entries: readonly Entry[];
  order: Order;
  onOrder: (order: Order) => void;
}

const HEADS: readonly { order: Order | null; label: string; className: string }[] = [
  { order: "name", label: "Stream", className: "stream-name" },
  { order: "viewers", label: "Viewers", className: "stream-viewers" },
  { order: "chat", label: "Chat / min", className: "stream-chat" },
  { order: "sentiment", label: "Sentiment", className: "stream-mood" },
  { order: null, label: "Chat, last hour", className: "stream-hour" },
  { order: "moment", label: "Last moment", className: "stream-moment" },
];

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const place = links.findIndex((link) => link === document.activeElement);
  links[Math.min(links.length - 1, Math.max(0, place + step))]?.focus();
  event.preventDefault();
}

export function List({ entries, order, onOrder }: Props): ReactElement {
  return (
    <table className="streams" onKeyDown={walk}>
      <caption className="visually-hidden">Streams as they are now</caption>
      <thead>
        <tr>
          {HEADS.map(({ order: own, label, className }) => (
            <th
              key={label}
              scope="col"
              className={className}
              aria-sort={own === order ? (own === "name" ? "ascending" : "descending") : undefined}
            >
              {own === null ? (
                label
              ) : (
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    onOrder(own);
                  }}
                >
                  {label}
                  {own === order && <Icon name={own === "name" ? "up" : "down"} />}
                </button>
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.now.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}
