/** A subscription -> its events; after a lost socket it goes on behind the last one that was given. */
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { Kind, print, type GraphQLFormattedError } from "graphql";
import { useEffect } from "react";

import { heard } from "./connection";
import { socket } from "./socket";

export interface Follower<Data> {
  onData: (data: Data) => void;
  /** It has ended, and does not come back by itself: what was asked for cannot be had. */
  onError: (error: FollowError) => void;
}

export class FollowError extends Error {
  /** `code` is what the server names it, such as NOT_FOUND; null where the socket itself failed. */
  constructor(
    message: string,
    readonly code: string | null,
  ) {
    super(message);
  }
}

/** A feed that can be resumed takes `after`; its events carry a cursor in their one field. */
type Variables = Record<string, unknown>;

interface Event {
  cursor?: string;
  kind?: "SNAPSHOT" | "UPDATE";
}

/** What came, in the one field that a subscription has. */
const eventOf = (data: unknown): Event => Object.values(data as Record<string, Event>)[0] ?? {};

function failure(cause: unknown): FollowError {
  if (!Array.isArray(cause)) return new FollowError("The connection was refused.", null);
  const [first] = cause as GraphQLFormattedError[];
  const code = first?.extensions?.["code"];
  return new FollowError(first?.message ?? "It ended.", typeof code === "string" ? code : null);
}

const takesCursor = (document: TypedDocumentNode<unknown, never>): boolean =>
  document.definitions.some(
    (one) =>
      one.kind === Kind.OPERATION_DEFINITION &&
      one.variableDefinitions?.some(({ variable }) => variable.name.value === "after"),
  );

/** Follows until the returned function is called. */
export function follow<Data, Asked extends Variables>(
  document: TypedDocumentNode<Data, Asked>,
  variables: Asked,
  follower: Follower<Data>,
): () => void {
  const isResumable = takesCursor(document);
  let after: string | undefined;
  const payload = {
    query: print(document),
    // Read again each time that the client connects: that is how it resumes.
    get variables(): Variables {
      return isResumable && after !== undefined ? { ...variables, after } : variables;
    },
  };
  return socket.subscribe<Data>(payload, {
    next: ({ data, errors }) => {
      if (errors !== undefined || data == null) {
        follower.onError(failure(errors));
        return;
      }
      const { cursor, kind } = eventOf(data);
      after = cursor ?? after;
      if (kind === "UPDATE") heard();
      follower.onData(data);
    },
    error: (cause) => {
      follower.onError(failure(cause));
    },
    complete: () => undefined,
  });
}

/** Follows while it is mounted. `follower` has to stay the same one: a store, not a literal. */
export function useFollow<Data, Asked extends Variables>(
  document: TypedDocumentNode<Data, Asked>,
  variables: Asked,
  follower: Follower<Data>,
): void {
  const key = JSON.stringify(variables);
  useEffect(() => follow(document, JSON.parse(key) as Asked, follower), [document, key, follower]);
}
