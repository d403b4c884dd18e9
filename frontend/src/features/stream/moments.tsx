/** What stood out in the time that is seen; one of them can be opened to say why. */
import { memo, useCallback, useState, type ReactElement } from "react";

import type { MomentLineFragment } from "../../graphql/generated";
import { instant } from "../../lib/time";
import { Badge, SeverityBadge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { EmptyState, SkeletonLines } from "../../ui/state";
import { Clock } from "../../ui/time";
import { WhyPanel } from "./why";

interface Props {
  moments: readonly MomentLineFragment[];
  isLoaded: boolean;
  chosen: string | null;
  onChoose: (id: string | null) => void;
  onShow: (from: number, to: number) => void;
}

/** Over more than a day a clock alone does not say when. */
function spreadOverDays(moments: readonly MomentLineFragment[]): boolean {
  const days = new Set(moments.map(({ startedAt }) => new Date(startedAt).toDateString()));
  return days.size > 1;
}

interface LineProps extends Pick<Props, "onShow"> {
  onToggle: (id: string, isOpen: boolean) => void;
  moment: MomentLineFragment;
  isOpen: boolean;
  isDated: boolean;
}

const Line = memo(function Line({
  moment,
  isOpen,
  isDated,
  onToggle,
  onShow,
}: LineProps): ReactElement {
  return (
    <li className={isOpen ? "moment is-open" : "moment"}>
      <button type="button" aria-expanded={isOpen} onClick={() => onToggle(moment.id, !isOpen)}>
        <span className="moment-head">
          <SeverityBadge severity={moment.severity} />
          {moment.status === "OPEN" && <Badge tone="good">going on</Badge>}
          <span className="card-note">
            <Clock time={instant(moment.startedAt)} isFull={isDated} />
          </span>
        </span>
        <span className="moment-text">{moment.description}</span>
      </button>
      {isOpen && <WhyPanel id={moment.id} onShow={onShow} />}
    </li>
  );
});

/** Until the reader chooses one, or closes it, the newest is open: why is asked first. */
function useOpen({ moments, chosen, onChoose }: Props): [string | null, LineProps["onToggle"]] {
  const [isClosed, setIsClosed] = useState(false);
  const newest = isClosed ? null : (moments[0]?.id ?? null);
  const onToggle = useCallback(
    (id: string, isOpen: boolean) => {
      setIsClosed(true);
      onChoose(isOpen ? id : null);
    },
    [onChoose],
  );
  return [chosen ?? newest, onToggle];
}

export function Moments(props: Props): ReactElement {
  const { moments, isLoaded, chosen, onShow } = props;
  const [open, onToggle] = useOpen(props);
  const isDated = spreadOverDays(moments);
  const isElsewhere = chosen !== null && isLoaded && !moments.some(({ id }) => id === chosen);
  return (
    <Card
      title="Moments"
      note={isLoaded ? `${moments.length} in this time` : undefined}
      className="moments"
    >
      {!isLoaded && <SkeletonLines lines={6} />}
      {isElsewhere && <WhyPanel id={chosen} onShow={onShow} />}
      {isLoaded && moments.length === 0 && !isElsewhere && (
        <EmptyState title="Nothing stood out" isSmall>
          In this time all was as usual. A longer range may show more.
        </EmptyState>
      )}
      <ul>
        {moments.map((moment) => (
          <Line
            key={moment.id}
            moment={moment}
            isOpen={moment.id === open}
            isDated={isDated}
            onToggle={onToggle}
            onShow={onShow}
          />
        ))}
      </ul>
    </Card>
  );
}
