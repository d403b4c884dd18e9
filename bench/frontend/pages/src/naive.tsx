/** The stream page as one would write it first: `useSubscription`, React state, D3 that draws SVG. */
import { ApolloClient, HttpLink, InMemoryCache, split } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { ApolloProvider, useQuery, useSubscription } from "@apollo/client/react";
import { getMainDefinition } from "@apollo/client/utilities";
import { createClient } from "graphql-ws";
import { useEffect, useState, type ReactElement } from "react";
import { createRoot } from "react-dom/client";

import {
  FollowMinutesDocument,
  FollowStreamMomentsDocument,
  FollowTopChattersDocument,
  FollowTopEmotesDocument,
  FollowTransactionsDocument,
  StreamHistoryDocument,
  StreamMomentsDocument,
  type MinuteFragment,
  type MomentLineFragment,
} from "../../../../frontend/src/graphql/generated";
import { Chart, Sparkline, type Field, type Kind } from "./naive-charts";

const DAY = 1440;
const id = "xqc";

const socket = new GraphQLWsLink(
  createClient({
    url: `${window.location.origin.replace("http", "ws")}/graphql`,
  }),
);
const client = new ApolloClient({
  cache: new InMemoryCache(),
  link: split(
    ({ query }) => {
      const definition = getMainDefinition(query);
      return definition.kind === "OperationDefinition" && definition.operation === "subscription";
    },
    socket,
    new HttpLink({ uri: "/graphql" }),
  ),
});

/** Mostly it is the newest minute again, or the next one. */
function upsert(minutes: readonly MinuteFragment[], minute: MinuteFragment): MinuteFragment[] {
  const place = minutes.findLastIndex(({ timestamp }) => timestamp <= minute.timestamp);
  const isKnown = minutes[place]?.timestamp === minute.timestamp;
  return [...minutes.slice(0, isKnown ? place : place + 1), minute, ...minutes.slice(place + 1)];
}

/** The last 24 hours, kept in state. */
function useMinutes(): MinuteFragment[] {
  const [minutes, setMinutes] = useState<MinuteFragment[]>([]);
  const { data } = useQuery(StreamHistoryDocument, { variables: { id, step: "MINUTE" } });
  useEffect(() => {
    if (data) setMinutes((live) => live.reduce(upsert, [...data.metrics]));
  }, [data]);
  useSubscription(FollowMinutesDocument, {
    variables: { id },
    onData: ({ data: { data: event } }) => {
      const metrics = event?.metrics;
      if (metrics?.__typename === "MetricsUpdate")
        setMinutes((before) => upsert(before, metrics.window).slice(-DAY));
    },
  });
  return minutes;
}

const CARDS: { field: Field; label: string }[] = [
  { field: "viewerLast", label: "Viewers" },
  { field: "chatRate", label: "Chat rate" },
  { field: "uniqueChatters", label: "Unique chatters" },
  { field: "transactionCount", label: "Transactions" },
  { field: "sentimentScore", label: "Sentiment" },
];
const CHARTS: { field: Field; label: string; kind: Kind; height: number }[] = [
  { field: "viewerCount", label: "Viewers", kind: "line", height: 220 },
  { field: "chatRate", label: "Chat rate", kind: "area", height: 220 },
  { field: "sentimentScore", label: "Sentiment", kind: "ribbon", height: 130 },
];
const format = new Intl.NumberFormat("en", {
  notation: "compact",
  maximumSignificantDigits: 3,
});

function Cards({ minutes }: { minutes: MinuteFragment[] }): ReactElement {
  return (
    <div style={{ display: "grid", gridTemplateColumns: "repeat(5, 1fr)" }}>
      {CARDS.map(({ field, label }) => (
        <div key={field} role="group" aria-label={label}>
          <h2>{label}</h2>
          <p className="metric-value">{format.format(minutes.at(-1)?.[field] ?? 0)}</p>
          <Sparkline minutes={minutes.slice(-60)} field={field} />
        </div>
      ))}
    </div>
  );
}

function Moments(): ReactElement {
  const [live, setLive] = useState<MomentLineFragment[]>([]);
  const { data } = useQuery(StreamMomentsDocument, { variables: { id } });
  useSubscription(FollowStreamMomentsDocument, {
    variables: { id },
    onData: ({ data: { data: event } }) => {
      const update = event?.moments;
      if (update?.__typename === "MomentUpdate") setLive((moments) => [update.moment, ...moments]);
    },
  });
  const moments = [...live, ...(data?.moments.edges ?? []).map(({ node }) => node)];
  return (
    <ul>
      {moments.map((moment) => (
        <li key={moment.id}>{moment.description}</li>
      ))}
    </ul>
  );
}

function Sides(): ReactElement {
  const { data: busiest } = useSubscription(FollowTopChattersDocument, {
    variables: { id },
  });
  const { data: used } = useSubscription(FollowTopEmotesDocument, {
    variables: { id },
  });
  const { data: paid } = useSubscription(FollowTransactionsDocument, {
    variables: { id },
  });
  return (
    <>
      <ol>
        {busiest?.topChatters.chatters.map(({ login, displayName, messageCount }) => (
          <li key={login}>
            {displayName} <b>{messageCount}</b>
          </li>
        ))}
      </ol>
      <ol>
        {used?.topEmotes.emotes.map(({ emote, usageCount }) => (
          <li key={emote}>
            {emote} <b>{usageCount}</b>
          </li>
        ))}
      </ol>
      <ul>
        {paid?.transactions.transactions.map((transaction) => (
          <li key={transaction.id}>
            {transaction.displayName} <b>{transaction.quantity}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

function Page(): ReactElement {
  const minutes = useMinutes();
  return (
    <>
      <Cards minutes={minutes} />
      {CHARTS.map(({ field, label, kind, height }) => (
        <section key={field} aria-label={label}>
          <h2>{label}</h2>
          <Chart minutes={minutes} field={field} kind={kind} height={height} />
        </section>
      ))}
      <Moments />
      <Sides />
    </>
  );
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <ApolloProvider client={client}>
    <Page />
  </ApolloProvider>,
);
