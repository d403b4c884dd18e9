/** Queries over HTTP, through Apollo's cache. What is live does not pass here: see follow.ts. */
import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";

export const client = new ApolloClient({
  link: new HttpLink({ uri: "/graphql" }),
  cache: new InMemoryCache({
    possibleTypes: {
      MetricsEvent: ["MetricsUpdate", "GapNotice"],
      MomentsEvent: ["MomentUpdate", "GapNotice"],
    },
  }),
  defaultOptions: { watchQuery: { fetchPolicy: "cache-and-network" } },
});
