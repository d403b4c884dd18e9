/** What stood out in any stream, as it happens; the newest first. */
import { memo, type ReactElement } from "react";
import { Link } from "react-router";

import type { MomentLineFragment } from "../../graphql/generated";
import { instant } from "../../lib/time";
import { Badge, SeverityBadge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { EmptyState, SkeletonLines } from "../../ui/state";
import { Ago } from "../../ui/time";

const Line = memo(function Line({ moment }: { moment: MomentLineFragment }): ReactElement {
  const address = `/streams/${encodeURIComponent(moment.streamId)}?moment=${encodeURIComponent(moment.id)}`;
  return (
    <li className="ticker-line">
      <p>
        <SeverityBadge severity={moment.severity} />
        {moment.status === "OPEN" && <Badge tone="good">going on</Badge>}
        <span className="card-note">
          <Ago time={instant(moment.startedAt)} />
        </span>
      </p>
      <Link to={address}>
        <b>{moment.streamId}</b> {moment.description}
      </Link>
    </li>
  );
});

export function Ticker({
  moments,
  isLoaded,
}: {
  moments: readonly MomentLineFragment[];
  isLoaded: boolean;
}): ReactElement {
  return (
    <Card
      title="Moments"
      note="all streams, as they happen"
      tools={
        <Link to="/moments" className="button">
          All
        </Link>
      }
      className="ticker"
    >
      {!isLoaded && <SkeletonLines lines={8} />}
      {isLoaded && moments.length === 0 && (
        <EmptyState title="Nothing stood out yet" isSmall>
          A moment is what is far from usual. It appears here as soon as it is seen.
        </EmptyState>
      )}
      <ul aria-live="off">
        {moments.map((moment) => (
          <Line key={moment.id} moment={moment} />
        ))}
      </ul>
    </Card>
  );
}
