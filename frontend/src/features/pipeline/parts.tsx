/** The parts of the pipeline in the way of the data, each with how it does. */
import type { ReactElement } from "react";

import { Dot } from "../../ui/badge";
import type { Judgement } from "./judge";

export function Parts({ judgements }: { judgements: readonly Judgement[] }): ReactElement {
  return (
    <ul className="parts" aria-label="Parts">
      {judgements.map(({ part, verdict, word, why }) => (
        <li key={part} className={`card part part-${verdict}`}>
          <h2>{part}</h2>
          <p className="part-word">
            <Dot tone={verdict} /> {word}
          </p>
          <p className="part-why">{why}</p>
        </li>
      ))}
    </ul>
  );
}
