/** Every channel there is, to choose from: asked for once, when a page is opened. */
import { useEffect, useState } from "react";

import { client } from "./client";
import { ChannelsDocument, type ChannelsQuery } from "./generated";

export type Channel = ChannelsQuery["streams"]["edges"][number]["node"];

async function allChannels(): Promise<Channel[]> {
  const found: Channel[] = [];
  let after: string | null = null;
  do {
    const { data }: { data?: ChannelsQuery | undefined } = await client.query({
      query: ChannelsDocument,
      variables: { after },
      fetchPolicy: "network-only",
    });
    found.push(...(data?.streams.edges.map(({ node }) => node) ?? []));
    after = data?.streams.pageInfo.hasNextPage === true ? data.streams.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

/** Null until they are there; where they cannot be had, an address can still be written by hand. */
export function useChannels(): { channels: readonly Channel[] | null; error: string | null } {
  const [channels, setChannels] = useState<readonly Channel[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let isWanted = true;
    allChannels().then(
      (found) => {
        if (isWanted) setChannels(found);
      },
      (cause: unknown) => {
        if (isWanted) setError(cause instanceof Error ? cause.message : "They cannot be had.");
      },
    );
    return () => {
      isWanted = false;
    };
  }, []);
  return { channels, error };
}
