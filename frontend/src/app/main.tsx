/** The dashboard's start. */
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/ui.css";
import "../charts/charts.css";
import "./app.css";

import { ApolloProvider } from "@apollo/client/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";

import { client } from "../graphql/client";
import { rereadKey } from "../graphql/key";
import { Routing } from "./routes";

window.addEventListener("storage", rereadKey);
window.addEventListener("hashchange", rereadKey);

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <BrowserRouter>
        <Routing />
      </BrowserRouter>
    </ApolloProvider>
  </StrictMode>,
);
