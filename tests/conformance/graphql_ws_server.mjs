// The server of npm graphql-ws over our schema, with as much behind it as the suite asks for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const fromFrontend = createRequire(new URL('../../frontend/package.json', import.meta.url));
const { buildSchema } = fromFrontend('graphql');
const { useServer } = fromFrontend('graphql-ws/use/ws');
const { WebSocketServer } = fromFrontend('ws');

const root = new URL('../../', import.meta.url);
const schema = buildSchema(readFileSync(new URL('schema.graphql', root), 'utf8'));

// An event each 10 ms. `return` ends a `next` that waits, as a generator's would not.
function minutes() {
  let seq = 0;
  let timer;
  let end = () => {};
  return {
    next: () =>
      new Promise((resolve) => {
        end = () => resolve({ done: true });
        timer = setTimeout(() => {
          const metrics = { __typename: 'MetricsUpdate', cursor: `a1.${++seq}` };
          resolve({ done: false, value: { metrics } });
        }, 10);
      }),
    return: async () => {
      clearTimeout(timer);
      end();
      return { done: true };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/graphql', maxPayload: 65536 });
useServer(
  {
    schema,
    roots: { query: { stream: ({ id }) => ({ id }) }, subscription: { metrics: minutes } },
    connectionInitWaitTimeout: 5000,
    onConnect: ({ connectionParams }) => connectionParams?.apiKey === undefined,
  },
  server,
  2_000,
);
server.on('listening', () => console.log(server.address().port));
