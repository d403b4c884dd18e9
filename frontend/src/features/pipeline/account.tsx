/** Where every event went, as a sum that has to come out even. */
import type { ReactElement } from "react";

import { whole } from "../../lib/number";
import { Card } from "../../ui/card";
import type { Pipeline } from "./judge";

type Accounting = Pipeline["accounting"];

const TERMS: readonly { key: keyof Accounting; label: string; note: string }[] = [
  { key: "aggregated", label: "Aggregated", note: "are in a window" },
  { key: "late", label: "Late", note: "came after their window had closed" },
  { key: "duplicates", label: "Duplicates", note: "had been counted before" },
  { key: "dead", label: "Dead", note: "could not be read" },
  { key: "inFlight", label: "In flight", note: "no batch has read them yet" },
];

function Line(props: {
  sign: string;
  label: string;
  note: string;
  value: Accounting[keyof Accounting];
  tone?: string;
}): ReactElement {
  return (
    <div className={`account-line ${props.tone ?? ""}`}>
      <dt>
        <i aria-hidden>{props.sign}</i> <b>{props.label}</b> <small>{props.note}</small>
      </dt>
      <dd className="figure">{whole(typeof props.value === "string" ? null : props.value)}</dd>
    </div>
  );
}

/** What the residual says. */
function verdict({ residual, reason }: Accounting): { note: string; tone: string } {
  if (residual === null) return { note: reason ?? "it cannot be told now", tone: "is-open" };
  if (residual === 0) return { note: "every event is accounted for", tone: "is-even" };
  return { note: "no term explains them", tone: "is-off" };
}

export function Account({ accounting }: { accounting: Accounting }): ReactElement {
  const { note, tone } = verdict(accounting);
  return (
    <Card title="Accounting" note="each term is counted where it happens">
      <dl>
        <Line
          sign=""
          label="Produced"
          note="events in the typed topics"
          value={accounting.produced}
        />
        {TERMS.map(({ key, label, note: text }) => (
          <Line key={key} sign="−" label={label} note={text} value={accounting[key]} />
        ))}
        <Line
          sign="="
          label="Residual"
          note={note}
          value={accounting.residual}
          tone={`is-result ${tone}`}
        />
      </dl>
      <p className="pipe-note account-foot">
        Besides, {whole(accounting.unparsedFrames)} frames could not be read by the producer, and
        are in no topic.
      </p>
    </Card>
  );
}
