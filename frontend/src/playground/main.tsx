/** GraphQL at /graphql -> GraphiQL: queries over HTTP, subscriptions over a WebSocket. */
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./playground.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createClient } from "graphql-ws";
import { createRoot } from "react-dom/client";

import { tour } from "./tour";

const address = new URL("/graphql", window.location.href);
const socket = new URL(address);
socket.protocol = address.protocol.replace("http", "ws");

const fetcher = createGraphiQLFetcher({
  url: address.href,
  wsClient: createClient({ url: socket.href }),
});

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <GraphiQL fetcher={fetcher} defaultTabs={tour}>
    <GraphiQL.Logo>Telemetra</GraphiQL.Logo>
  </GraphiQL>,
);
