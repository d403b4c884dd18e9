/** Queries over HTTP, through Apollo's cache. What is live does not pass here: see follow.ts. */
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";

import { ask, GRAPHQL } from "./http";

export const client = new ApolloClient({
  link: new HttpLink({ uri: GRAPHQL, fetch: ask }),
  cache: new InMemoryCache({
    possibleTypes: {
      MetricsEvent: ["MetricsUpdate", "GapNotice"],
      MomentsEvent: ["MomentUpdate", "GapNotice"],
    },
  }),
  defaultOptions: { watchQuery: { fetchPolicy: "cache-and-network" } },
});
