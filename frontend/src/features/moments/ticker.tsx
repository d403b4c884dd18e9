/** The newest moment of all streams, as it happens, where the list does not begin with it. */
import type { ReactElement } from "react";
import { Link } from "react-router";

import type { MomentLineFragment } from "../../graphql/generated";
import { instant } from "../../lib/time";
import { Badge, Dot, SeverityBadge } from "../../ui/badge";
import { Ago } from "../../ui/time";
import { addressOf } from "./list";

export function Unfollowed(): ReactElement {
  return (
    <p className="banner" role="status">
      <b>New moments are not heard of.</b> The list is as it was when it was loaded.
    </p>
  );
}

interface Props {
  newest: MomentLineFragment;
  newCount: number;
}

export function Ticker({ newest, newCount }: Props): ReactElement {
  return (
    <div className="card newest">
      <span className="newest-title">
        <Dot tone="good" isBeating /> Newest
      </span>
      <Link key={newest.id} to={addressOf(newest)} className="newest-moment">
        <SeverityBadge severity={newest.severity} />
        <b>{newest.streamId}</b>
        <span className="newest-text">{newest.description}</span>
        <span className="card-note">
          <Ago time={instant(newest.startedAt)} />
        </span>
      </Link>
      <span role="status" title="Since this list was opened">
        {newCount > 0 && <Badge tone="good">{newCount} new</Badge>}
      </span>
    </div>
  );
}
