/** Updates that cannot be had any more: what they told of is read again, and the reader is told. */
import type { ReactElement } from "react";

import { whole } from "../../lib/number";
import { instant } from "../../lib/time";
import { Clock } from "../../ui/time";
import type { StreamStore } from "./store";

export function Missed({ store }: { store: StreamStore }): ReactElement | null {
  const { gap, fine } = store;
  if (gap === null) return null;
  const { missed, emittedAt } = gap;
  return (
    <div className="banner" role="status">
      <span>
        <b>
          {missed === null ? "Updates" : missed === 1 ? "1 update" : `${whole(missed)} updates`}{" "}
          before <Clock time={instant(emittedAt)} /> cannot be had any more.
        </b>{" "}
        {fine.isWhole
          ? "The charts show what the tables hold of that time."
          : "Until the tables have answered, the charts have a gap there."}
      </span>
      <button type="button" className="button button-outlined" onClick={() => store.dismissGap()}>
        Dismiss
      </button>
    </div>
  );
}
