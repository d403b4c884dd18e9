/** Updates that cannot be had any more: what they told of is read again, and the reader is told. */
import type { ReactElement } from "react";

import { whole } from "../lib/number";
import { instant } from "../lib/time";
import { Clock } from "./time";

interface Props {
  /** Null where there is none, or where it was dismissed. `missed` is null where nobody knows how many. */
  gap: { missed: number | null; emittedAt: string } | null;
  /** The stream, where the page shows several. */
  of?: string | undefined;
  /** Whether what was missed has been read again. */
  isWhole: boolean;
  onDismiss: () => void;
}

function countOf(missed: number | null): string {
  if (missed === null) return "Updates";
  return missed === 1 ? "1 update" : `${whole(missed)} updates`;
}

export function Missed({ gap, of, isWhole, onDismiss }: Props): ReactElement | null {
  if (gap === null) return null;
  return (
    <div className="banner" role="status">
      <span>
        <b>
          {countOf(gap.missed)} {of !== undefined && `of ${of} `}before{" "}
          <Clock time={instant(gap.emittedAt)} /> cannot be had any more.
        </b>{" "}
        {isWhole
          ? "What is shown of that time is what the tables hold."
          : "Until the tables have answered, there is a gap."}
      </span>
      <button type="button" className="button button-outlined" onClick={onDismiss}>
        Dismiss
      </button>
    </div>
  );
}
