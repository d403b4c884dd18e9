/** Which stream this is. */
import type { ReactElement } from "react";
import { Link } from "react-router";

import type { StreamHeadQuery } from "../../graphql/generated";
import { useNow } from "../../lib/now";
import { duration, instant, MINUTE } from "../../lib/time";
import { Badge, LiveBadge } from "../../ui/badge";
import { Icon } from "../../ui/icon";
import { Skeleton } from "../../ui/state";
import { Ago } from "../../ui/time";

type Stream = NonNullable<StreamHeadQuery["stream"]>;

/** A minute that is older than this is not "now": a recording, or a pipeline that stands still. */
const OLD = 5 * MINUTE;

function Facts({ stream, newest }: { stream: Stream; newest: number | null }): ReactElement {
  const now = useNow();
  return (
    <p className="stream-facts">
      {stream.category !== null && <span>{stream.category}</span>}
      {stream.language !== null && <span lang="zxx">{stream.language.toUpperCase()}</span>}
      {stream.live === true && stream.startedAt !== null && (
        <span>live for {duration(now - instant(stream.startedAt))}</span>
      )}
      {newest !== null && now - newest > OLD && (
        <Badge tone="warn">
          Newest data <Ago time={newest} />
        </Badge>
      )}
    </p>
  );
}

export function Head({
  id,
  stream,
  newest,
}: {
  id: string;
  /** What is not known yet has its place. */
  stream: Stream | undefined;
  newest: number | null;
}): ReactElement {
  return (
    <header className="stream-head">
      <Link to="/" className="button" aria-label="All streams" title="All streams">
        <Icon name="arrowLeft" />
      </Link>
      <div>
        <h1>
          {stream?.channel ?? (
            <>
              <span className="visually-hidden">{id}</span>
              <Skeleton width="8rem" height="1.5625rem" />
            </>
          )}{" "}
          {stream && <LiveBadge live={stream.live} />}
        </h1>
        {stream?.title !== null && (
          <p className="stream-title">
            {stream?.title ?? <Skeleton width="12rem" height="1.5rem" />}
          </p>
        )}
      </div>
      {stream ? (
        <Facts stream={stream} newest={newest} />
      ) : (
        <p className="stream-facts">
          <Skeleton width="8rem" height="1.5rem" />
        </p>
      )}
      <Link to={`/compare?streams=${encodeURIComponent(id)}`} className="button button-outlined">
        Compare
      </Link>
    </header>
  );
}
