/** GraphQL at /graphql -> GraphiQL: queries over HTTP, subscriptions over a WebSocket. */
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./playground.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createClient } from "graphql-ws";
import { createRoot } from "react-dom/client";

import { mend } from "../lib/mend";
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
  <main>
    <h1 className="visually-hidden">GraphQL playground</h1>
    <GraphiQL fetcher={fetcher} defaultTabs={tour}>
      <GraphiQL.Logo>Telemetra</GraphiQL.Logo>
    </GraphiQL>
  </main>,
);

// A tab holds nothing to press, and these hold two buttons: so they are a list, and one is the current.
mend({
  ".graphiql-tabs[role]": (tabs) => tabs.removeAttribute("role"),
  ".graphiql-tab[aria-selected]": (tab) => {
    const isCurrent = tab.getAttribute("aria-selected") ?? "false";
    tab.querySelector(".graphiql-tab-button")?.setAttribute("aria-current", isCurrent);
    tab.removeAttribute("aria-selected");
    tab.removeAttribute("role");
  },
});
