// npm's graphql-sse follows a stream at this address: each result as a line of JSON. When its
// connection breaks it comes back with the last cursor, as `Last-Event-ID`.
import { createClient } from "graphql-sse";

const [url, streamId] = process.argv.slice(2);
const query = `subscription ($id: ID!) { metrics(streamId: $id) {
  ... on MetricsUpdate { kind cursor }
  ... on GapNotice { cursor reason }
} }`;
let last;
const client = createClient({
  url,
  headers: () => (last ? { "last-event-id": last } : {}),
  retry: () => Promise.resolve(),
});
for await (const result of client.iterate({ query, variables: { id: streamId } })) {
  last = result.data.metrics.cursor;
  process.stdout.write(`${JSON.stringify(result.data.metrics)}\n`);
}
