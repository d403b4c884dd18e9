/** Topics, feeds, relays and clients, row by row. */
import type { ReactElement } from "react";

import { whole } from "../../lib/number";
import { duration, SECOND } from "../../lib/time";
import { Badge, Dot } from "../../ui/badge";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/state";
import { Table, type Column } from "../../ui/table";
import type { Pipeline } from "./judge";

type Topic = Pipeline["topics"][number];
type Feed = Pipeline["feeds"][number];
type Relay = NonNullable<Pipeline["relays"]>[number];

const TOPIC_COLUMNS: readonly Column<Topic>[] = [
  { name: "Topic", of: ({ topic }) => <code>{topic}</code> },
  { name: "Written", isNumber: true, of: ({ endOffset }) => whole(endOffset) },
  { name: "Read", isNumber: true, of: ({ readOffset }) => whole(readOffset) },
  { name: "Lag", isNumber: true, of: ({ lag }) => <b>{whole(lag)}</b> },
];

const FEED_COLUMNS: readonly Column<Feed>[] = [
  { name: "Topic", of: ({ topic }) => <code>{topic}</code> },
  { name: "Not relayed", isNumber: true, of: ({ lag }) => <b>{whole(lag)}</b> },
];

const CLIENTS: readonly { key: keyof Pipeline["live"]; label: string }[] = [
  { key: "sockets", label: "Sockets open" },
  { key: "subscriptions", label: "Subscriptions open" },
  { key: "replays", label: "Replays after a break" },
  { key: "gaps", label: "Gaps told" },
  { key: "dropped", label: "Updates dropped" },
  { key: "evicted", label: "Sockets cut" },
];

export function Topics({ topics }: { topics: readonly Topic[] }): ReactElement {
  return (
    <Card title="Topics" note="what the streaming job has read">
      <Table caption="Topics" columns={TOPIC_COLUMNS} rows={topics} keyOf={({ topic }) => topic} />
    </Card>
  );
}

export function Feeds({ feeds }: { feeds: readonly Feed[] }): ReactElement {
  return (
    <Card title="Feeds" note="what the relay has pushed">
      <Table caption="Feeds" columns={FEED_COLUMNS} rows={feeds} keyOf={({ topic }) => topic} />
    </Card>
  );
}

function RelayRow({ relay }: { relay: Relay }): ReactElement {
  const isFresh = relay.ageSeconds < 5;
  const facts: readonly (readonly [string, string])[] = [
    ["Added", whole(relay.added)],
    ["Known already", whole(relay.ignored)],
    ["Unreadable", whole(relay.unreadable)],
    ["Rewinds", whole(relay.rewinds)],
    ["Logs begun anew", whole(relay.restartedLogs)],
  ];
  return (
    <li className="relay">
      <p>
        <Dot tone={isFresh ? "good" : "warn"} /> <b>{relay.name}</b>{" "}
        <Badge tone={relay.isCaughtUp ? "plain" : "warn"}>
          {relay.isCaughtUp ? "caught up" : "catching up"}
        </Badge>
        <span className="card-note">spoke {duration(relay.ageSeconds * SECOND)} ago</span>
      </p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

export function Relays({ relays }: { relays: Pipeline["relays"] }): ReactElement {
  return (
    <Card title="Relays" note={relays === null ? undefined : `${relays.length} known`}>
      {relays === null && (
        <EmptyState title="Nobody can tell" isSmall>
          Relays say how they do through Valkey, and Valkey does not answer.
        </EmptyState>
      )}
      {relays?.length === 0 && (
        <EmptyState title="No relay speaks" isSmall>
          Updates are committed, and nobody pushes them.
        </EmptyState>
      )}
      <ul>
        {relays?.map((relay) => (
          <RelayRow key={relay.name} relay={relay} />
        ))}
      </ul>
    </Card>
  );
}

export function Clients({ live }: { live: Pipeline["live"] }): ReactElement {
  return (
    <Card title="Clients" note="of the process that answers">
      <dl className="facts facts-three">
        {CLIENTS.map(({ key, label }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd className="figure">{whole(live[key])}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
