/** Moments in the order that is asked for, each a link to what was around it. */
import { memo, type ReactElement } from "react";
import { Link } from "react-router";

import type { MomentLineFragment } from "../../graphql/generated";
import { KINDS } from "../../graphql/kinds";
import { compact } from "../../lib/number";
import { duration, instant } from "../../lib/time";
import { Badge, SeverityBadge } from "../../ui/badge";
import { Ago, Clock } from "../../ui/time";
import type { Ranking } from "./ranking";

/** As many emotes and words as a line has room for. */
const FEW = 3;

export const addressOf = ({ streamId, id }: MomentLineFragment): string =>
  `/streams/${encodeURIComponent(streamId)}?moment=${encodeURIComponent(id)}`;

/** What filled it: the columns say how much. */
function said({ contributors: { emotes, terms } }: MomentLineFragment): string {
  const names = emotes.slice(0, FEW).map(({ emote }) => emote);
  const words = terms.slice(0, FEW).map(({ term }) => `“${term}”`);
  return [...names, ...words].join(" · ");
}

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
          <b>{moment.streamId}</b> <span className="muted">{KINDS[moment.type].one}</span>
        </Link>
        <small>{said(moment)}</small>
      </td>
      <td className="found-number figure" data-label="Usual">
        {compact(moment.baseline)}
      </td>
      <td className="found-number figure" data-label="Observed">
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
            Observed
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
