/** Which line is whose, what each says at the crosshair, and what it came to over the range. */
import type { ReactElement } from "react";
import { Link } from "react-router";

import type { Series } from "../../charts/series";
import type { Domain, View } from "../../charts/view";
import type { FollowError } from "../../graphql/follow";
import type { Metric } from "../../graphql/metrics";
import { nearest } from "../../lib/decimate";
import { absoluteChange, relativeChange, type Change } from "../../lib/number";
import { useCell } from "../../lib/signal";
import { clock, utc } from "../../lib/time";
import { Badge } from "../../ui/badge";
import { Icon } from "../../ui/icon";
import { canBeIndexed } from "./address";
import { summaryOf } from "./arithmetic";

interface Props {
  view: View;
  domain: Domain;
  metric: Metric;
  /** The lines as they were counted, not indexed. */
  series: readonly Series[];
  errors: ReadonlyMap<string, FollowError>;
  onRemove: (id: string) => void;
}

function ChangeCell({ change }: { change: Change | null }): ReactElement {
  if (change === null) return <>–</>;
  return (
    <span className="compare-change">
      {change.direction !== "flat" && <Icon name={change.direction} />}
      <span className="visually-hidden">{change.direction}</span>
      {change.direction === "flat" ? "unchanged" : change.text}
    </span>
  );
}

function Row(props: Omit<Props, "series"> & { one: Series }): ReactElement {
  const { view, domain, metric, one, errors, onRemove } = props;
  const pointed = useCell(view.pointed);
  const { name, points, colour } = one;
  const all = summaryOf(points, domain.from, domain.to);
  const at = pointed === null ? all?.last : points.values[nearest(points, pointed)];
  const error = errors.get(name);
  const change = canBeIndexed(metric) ? relativeChange : absoluteChange;
  return (
    <tr>
      <th scope="row">
        <i className="compare-swatch" style={{ background: `var(${colour})` }} aria-hidden />
        <Link to={`/streams/${encodeURIComponent(name)}`}>{name}</Link>
        {error && (
          <Badge tone="warn">{error.code === "NOT_FOUND" ? "not tracked" : "not followed"}</Badge>
        )}
      </th>
      <td className="figure compare-at">{metric.format(at)}</td>
      <td className="figure">{metric.format(all?.first)}</td>
      <td>
        <ChangeCell change={change(all?.last, all?.first)} />
      </td>
      <td className="figure compare-wide">{metric.format(all?.mean)}</td>
      <td className="figure compare-wide">{metric.format(all?.least)}</td>
      <td className="figure compare-wide">{metric.format(all?.greatest)}</td>
      <td>
        <button
          type="button"
          className="button"
          aria-label={`Take ${name} out`}
          title={`Take ${name} out`}
          onClick={() => onRemove(name)}
        >
          <Icon name="close" />
        </button>
      </td>
    </tr>
  );
}

/** When the values of the first column are of. */
export function CrosshairTime({ view }: { view: View }): ReactElement {
  const pointed = useCell(view.pointed);
  if (pointed === null) return <>newest values</>;
  return (
    <span className="figure" title={utc(pointed)}>
      at {clock(pointed)}
    </span>
  );
}

export function Legend(props: Props): ReactElement {
  const { view, series, metric } = props;
  const isPointing = useCell(view.pointed) !== null;
  return (
    <div className="card compare-legend">
      <table>
        <caption className="visually-hidden">{metric.label} by stream over the range</caption>
        <thead>
          <tr>
            <th scope="col">Stream</th>
            <th scope="col">{isPointing ? "Here" : "Newest"}</th>
            <th scope="col">Start</th>
            <th scope="col">Change</th>
            <th scope="col" className="compare-wide">
              Mean
            </th>
            <th scope="col" className="compare-wide">
              Lowest
            </th>
            <th scope="col" className="compare-wide">
              Highest
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {series.map((one) => (
            <Row key={one.name} {...props} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
