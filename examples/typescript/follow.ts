// A stream through the API from a terminal: ask, page, follow, and come back after a cut.
//
//     npm ci && npm start -- --stream xqc --events 20 --cut-every 5
//
// `--url` is the API's; where keys are wanted, TELEMETRA_KEY is yours. With `--cut-every` it cuts
// its own connection now and then, to show that nothing is missed.
import { parseArgs } from 'node:util';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

interface Stream {
  stream: { title: string | null } | null;
}

interface Moments {
  moments: {
    edges: { node: { startedAt: string; description: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

type MetricsEvent =
  | { __typename: 'MetricsUpdate'; cursor: string; window: { timestamp: string; messageCount: number | null } }
  | { __typename: 'GapNotice'; cursor: string; reason: string; missed: number | null };

const STREAM = 'query ($id: ID!) { stream(id: $id) { title } }';

const MOMENTS = `query ($id: ID!, $after: String) {
  moments(streamId: $id, first: 2, after: $after) {
    edges { node { startedAt description } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const METRICS = `subscription ($id: ID!, $after: Cursor) {
  metrics(streamId: $id, after: $after, onSlow: BUFFER) {
    __typename
    ... on LiveEvent { cursor }
    ... on MetricsUpdate { window { timestamp messageCount } }
    ... on GapNotice { reason missed }
  }
}`;

const { values: told } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8000' },
    stream: { type: 'string', default: 'xqc' },
    events: { type: 'string', default: '20' },
    'cut-every': { type: 'string', default: '0' },
  },
});
const endpoint = `${told.url}/graphql`;
const key = process.env['TELEMETRA_KEY'];
const authorization: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {};

async function ask<Data>(query: string, variables: Record<string, unknown>): Promise<Data> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data: Data; errors?: unknown };
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
}

async function showMoments(id: string): Promise<void> {
  let after: string | null = null;
  for (let number = 1; ; number++) {
    const { moments }: Moments = await ask<Moments>(MOMENTS, { id, after });
    console.log(`page ${number}: ${moments.edges.length} moments`);
    for (const { node } of moments.edges) console.log(`  ${node.startedAt} ${node.description}`);
    if (!moments.pageInfo.hasNextPage) return;
    after = moments.pageInfo.endCursor;
  }
}

async function showMetrics(id: string, events: number, cutEvery: number): Promise<void> {
  const client = createClient({
    url: endpoint.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: authorization,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
  });
  // After a cut the client sends these variables again: with the newest cursor in them.
  const variables: { id: string; after?: string } = { id };
  let seen = 0;
  for await (const { data, errors } of client.iterate<{ metrics: MetricsEvent }>({ query: METRICS, variables })) {
    if (!data) throw new Error(JSON.stringify(errors));
    const event = data.metrics;
    variables.after = event.cursor;
    if (event.__typename === 'GapNotice') {
      console.log(`${event.cursor} gap: ${event.reason}, ${event.missed} missed`);
    } else {
      console.log(`${event.cursor} ${event.window.timestamp}: ${event.window.messageCount} messages`);
    }
    if (++seen === events) break;
    if (cutEvery && seen % cutEvery === 0) {
      console.log(`cut off: coming back after ${event.cursor}`);
      client.terminate();
    }
  }
  await client.dispose();
}

const { stream } = await ask<Stream>(STREAM, { id: told.stream });
console.log(`stream: ${stream?.title}`);
await showMoments(told.stream);
await showMetrics(told.stream, Number(told.events), Number(told['cut-every']));
