/** Moments in the order that is asked for, each a link to what was around it. */
import { memo, type ReactElement } from "react";
import { Link } from "react-router";

import type { MomentLineFragment } from "../../graphql/generated";
import { compact } from "../../lib/number";
import { duration, instant } from "../../lib/time";
import { Badge, SeverityBadge } from "../../ui/badge";
import { Ago, Clock } from "../../ui/time";
import type { Ranking } from "./ranking";

const KINDS = { CHAT_SPIKE: "Chat spike", VIEWER_DROP: "Viewer drop" } as const;

export const addressOf = ({ streamId, id }: MomentLineFragment): string =>
  `/streams/${encodeURIComponent(streamId)}?moment=${encodeURIComponent(id)}`;

function Length({ moment }: { moment: MomentLineFragment }): ReactElement {
  if (moment.endedAt === null) return <Badge tone="good">going on</Badge>;
  return <>{duration(instant(moment.endedAt) - instant(moment.startedAt))}</>;
}

const Row = memo(function Row({
  moment,
  place,
}: {
  moment: MomentLineFragment;
  place: number | null;
}): ReactElement {
  const start = instant(moment.startedAt);
  return (
    <tr className="found">
      {place !== null && <td className="found-place figure">{place}</td>}
      <td className="found-when">
        <Clock time={start} isFull /> <small className="muted">{<Ago time={start} />}</small>
      </td>
      <td className="found-severity">
        <SeverityBadge severity={moment.severity} />
      </td>
      <td className="found-what">
        <Link to={addressOf(moment)}>
          <b>{moment.streamId}</b> <span className="muted">{KINDS[moment.type]}</span>
        </Link>
        <small>{moment.description}</small>
      </td>
      <td className="found-number figure" data-label="Usual">
        {compact(moment.baseline)}
      </td>
      <td className="found-number figure" data-label="Peak">
        {compact(moment.observed)}
      </td>
      <td className="found-number figure" data-label="Score">
        {moment.score.toFixed(1)}
      </td>
      <td className="found-number" data-label="Lasted">
        <Length moment={moment} />
      </td>
    </tr>
  );
});

export function List(props: {
  moments: readonly MomentLineFragment[];
  ranking: Ranking;
}): ReactElement {
  const isRanked = props.ranking !== "time";
  return (
    <table className="founds">
      <caption className="visually-hidden">Moments</caption>
      <thead>
        <tr>
          {isRanked && (
            <th scope="col">
              <span className="visually-hidden">Place</span>
            </th>
          )}
          <th scope="col">Began</th>
          <th scope="col">Severity</th>
          <th scope="col">What</th>
          <th scope="col" className="found-number">
            Usual
          </th>
          <th scope="col" className="found-number">
            Peak
          </th>
          <th scope="col" className="found-number" title="Standard deviations from usual">
            Score
          </th>
          <th scope="col" className="found-number">
            Lasted
          </th>
        </tr>
      </thead>
      <tbody>
        {props.moments.map((moment, index) => (
          <Row key={moment.id} moment={moment} place={isRanked ? index + 1 : null} />
        ))}
      </tbody>
    </table>
  );
}
