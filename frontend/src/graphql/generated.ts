import type { TypedDocumentNode as DocumentNode } from "@graphql-typed-document-node/core";
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = {
  [_ in K]?: never;
};
export type Incremental<T> =
  T | { [P in keyof T]?: P extends " $fragmentName" | "__typename" ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /** A whole number that may be too large for Int; exact up to 2^53. */
  BigInt: { input: number; output: number };
  /** A place in a feed: just behind an event. Resume with the last that you were given. */
  Cursor: { input: string; output: string };
  /** A time in ISO 8601, given in UTC with `Z`, to the microsecond. As an argument any offset is understood, and a time without one is UTC; 1970 to 2200. */
  DateTime: { input: string; output: string };
};

/** Whether an event tells how things stand, or what changed. */
export type EventKind =
  /** How things stand: first, and after a gap that needs it. */
  | "SNAPSHOT"
  /** The next change. */
  | "UPDATE";

/** Why updates are missing. */
export type GapReason =
  /** The log does not reach back to the cursor any more. A SNAPSHOT follows. */
  | "EXPIRED"
  /** Updates came faster than they were taken. What follows goes on from `to`. */
  | "SLOW_CLIENT"
  /** The data was reset: older cursors mean nothing. A SNAPSHOT follows. */
  | "NEW_EPOCH";

/** The metrics that a stream's windows have; see MetricWindow. */
export type MetricName =
  /** Chat messages sent. Unit: messages; 0 when there were none; over a longer step the sum. */
  | "MESSAGE_COUNT"
  /** Chat messages a minute; an open window is scaled by its elapsed seconds. Unit: messages/min; 0 when there were none; over a longer step the mean of the observed minutes. */
  | "CHAT_RATE"
  /** Different people who sent a message; exact, and never added up over time. Unit: chatters; 0 when there were none; over a longer step counted again, each once. */
  | "UNIQUE_CHATTERS"
  /** Mean of the viewer samples. Unit: viewers; null when not observed; over a longer step the mean of the observed minutes. */
  | "VIEWER_COUNT"
  /** The newest viewer sample. Unit: viewers; null when not observed; over a longer step the last observed. */
  | "VIEWER_LAST"
  /** The highest viewer sample. Unit: viewers; null when not observed; over a longer step the maximum. */
  | "VIEWER_PEAK"
  /** Cheers, subscriptions, gifts and donations. Unit: transactions; 0 when there were none; over a longer step the sum. */
  | "TRANSACTION_COUNT"
  /** US dollars of the transactions whose amount Twitch states: a bit is one cent, a charity donation its own sum; subscriptions carry no price and add nothing. Unit: USD; 0 when there were none; over a longer step the sum. */
  | "REVENUE"
  /** Mean sentiment of the messages, from -1 (negative) to 1 (positive). Unit: score; null when not observed; over a longer step the mean of the observed minutes, weighed by message_count. */
  | "SENTIMENT_SCORE"
  /** Messages whose sentiment lies above 0.05. Unit: messages; 0 when there were none; over a longer step the sum. */
  | "POSITIVE_MESSAGES"
  /** Messages whose sentiment lies below -0.05. Unit: messages; 0 when there were none; over a longer step the sum. */
  | "NEGATIVE_MESSAGES"
  /** Emotes used in messages, each use counted. Unit: emotes; 0 when there were none; over a longer step the sum. */
  | "EMOTE_COUNT"
  /** People whose message Twitch marks as their first ever in the channel. Unit: chatters; 0 when there were none; over a longer step the sum. */
  | "FIRST_TIME_CHATTERS";

/** Whether a moment may still change. */
export type MomentStatus =
  /** It goes on: its values may still change. */
  | "OPEN"
  /** It is over. */
  | "CLOSED";

/** What kind of thing stood out. */
export type MomentType =
  /** Far more messages a minute than before. */
  | "CHAT_SPIKE"
  /** Far fewer viewers than before. */
  | "VIEWER_DROP";

/** How much a moment stands out, from the least to the most. */
export type Severity =
  /** A score below 4. */
  | "LOW"
  /** A score from 4 to below 6. */
  | "MEDIUM"
  /** A score from 6 to below 10. */
  | "HIGH"
  /** A score of 10 or more. */
  | "CRITICAL";

/** What is done for a client that takes updates too slowly. */
export type SlowClient =
  /** Of what waits, only the newest of each window or moment is kept; a final one always. */
  | "LATEST"
  /** Up to 1000 updates wait; then all are dropped, and a GapNotice says so. */
  | "BUFFER"
  /** Up to 1000 updates wait; then the operation ends with code SLOW_CLIENT. */
  | "DISCONNECT";

/** How long a window is. Windows are counted in UTC. */
export type Step =
  /** The shortest step that gives at most 2 000 windows for the range. */
  | "AUTO"
  /** 60 s, as they are stored. */
  | "MINUTE"
  /** 300 s, from :00, :05, :10 ... */
  | "MINUTES_5"
  /** 900 s, from :00, :15, :30, :45. */
  | "MINUTES_15"
  /** 3 600 s, from the full hour. */
  | "HOUR"
  /** 86 400 s, from 00:00 UTC. */
  | "DAY";

/** By what streams are ordered, the highest first. Values are those of a stream's newest final minute; streams without a value come last, and equals stand in the order of id. */
export type StreamOrder =
  /** Mean viewers of that minute. */
  | "VIEWERS"
  /** Messages in that minute. */
  | "CHAT_RATE"
  /** Mean sentiment of that minute, the most positive first. */
  | "SENTIMENT"
  /** How many moments the last 24 h of the stream's own data hold. */
  | "MOMENTS"
  /** Viewers of that minute less those of the minute an hour before. */
  | "GROWTH"
  /** The id, from a to z. */
  | "NAME";

/** What was bought or given. */
export type TransactionKind =
  /** A cheer; its quantity is in bits. */
  | "BITS"
  /** A first subscription; its quantity is in months, so 1. */
  | "SUB"
  /** A subscription went on; its quantity is all months so far. */
  | "RESUB"
  /** A subscription for another; its quantity is the months given. */
  | "GIFT"
  /** A gifted or Prime subscription becomes a paid one; its quantity is 1. */
  | "UPGRADE"
  /** A donation to a charity; its quantity is 1. */
  | "CHARITY";

export type MomentsPageQueryVariables = Exact<{
  streamId?: InputMaybe<Scalars["ID"]["input"]>;
  types?: InputMaybe<Array<MomentType> | MomentType>;
  minSeverity?: InputMaybe<Severity>;
  from?: InputMaybe<Scalars["DateTime"]["input"]>;
  first: Scalars["Int"]["input"];
  after?: InputMaybe<Scalars["String"]["input"]>;
}>;

export type MomentsPageQuery = {
  moments: {
    edges: Array<{
      node: {
        id: string;
        streamId: string;
        timestamp: string;
        type: MomentType;
        severity: Severity;
        status: MomentStatus;
        score: number;
        baseline: number;
        observed: number;
        startedAt: string;
        peakedAt: string;
        endedAt: string | null;
        description: string;
        contributors: { emotes: Array<{ emote: string }>; terms: Array<{ term: string }> };
      };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type OverlayHourQueryVariables = Exact<{
  id: Scalars["ID"]["input"];
}>;

export type OverlayHourQuery = {
  metrics: Array<{
    timestamp: string;
    revision: number;
    isFinal: boolean;
    watermark: string | null;
    messageCount: number;
    chatRate: number;
    uniqueChatters: number;
    viewerCount: number | null;
    viewerLast: number | null;
    viewerPeak: number | null;
    transactionCount: number;
    revenue: number;
    sentimentScore: number | null;
    positiveMessages: number;
    negativeMessages: number;
    emoteCount: number;
    firstTimeChatters: number;
  }>;
};

export type NowMinuteFragment = {
  timestamp: string;
  revision: number;
  isFinal: boolean;
  chatRate: number;
  viewerLast: number | null;
  sentimentScore: number | null;
};

export type FollowStreamsSubscriptionVariables = Exact<{ [key: string]: never }>;

export type FollowStreamsSubscription = {
  streams: {
    cursor: string;
    emittedAt: string;
    kind: EventKind;
    streams: Array<{
      id: string;
      channel: string;
      title: string | null;
      category: string | null;
      live: boolean | null;
      startedAt: string | null;
      lastSeenAt: string;
      window: {
        timestamp: string;
        revision: number;
        isFinal: boolean;
        chatRate: number;
        viewerLast: number | null;
        sentimentScore: number | null;
      } | null;
    }>;
  };
};

export type StreamsLastHourQueryVariables = Exact<{
  after?: InputMaybe<Scalars["String"]["input"]>;
}>;

export type StreamsLastHourQuery = {
  streams: {
    edges: Array<{
      node: {
        id: string;
        metrics: Array<{
          timestamp: string;
          revision: number;
          isFinal: boolean;
          chatRate: number;
          viewerLast: number | null;
          sentimentScore: number | null;
        }>;
        moments: {
          edges: Array<{
            node: {
              id: string;
              streamId: string;
              timestamp: string;
              type: MomentType;
              severity: Severity;
              status: MomentStatus;
              score: number;
              baseline: number;
              observed: number;
              startedAt: string;
              peakedAt: string;
              endedAt: string | null;
              description: string;
              contributors: { emotes: Array<{ emote: string }>; terms: Array<{ term: string }> };
            };
          }>;
        };
      };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type LatestMomentsQueryVariables = Exact<{ [key: string]: never }>;

export type LatestMomentsQuery = {
  moments: {
    edges: Array<{
      node: {
        id: string;
        streamId: string;
        timestamp: string;
        type: MomentType;
        severity: Severity;
        status: MomentStatus;
        score: number;
        baseline: number;
        observed: number;
        startedAt: string;
        peakedAt: string;
        endedAt: string | null;
        description: string;
        contributors: { emotes: Array<{ emote: string }>; terms: Array<{ term: string }> };
      };
    }>;
  };
};

export type ReachedFragment = {
  newestEventAt: string;
  reachedAt: string;
  seconds: number;
  ageSeconds: number;
};

export type FollowPipelineSubscriptionVariables = Exact<{ [key: string]: never }>;

export type FollowPipelineSubscription = {
  pipeline: {
    cursor: string;
    emittedAt: string;
    pipeline: {
      watermark: string | null;
      newestWindowAt: string | null;
      lastBatchAt: string | null;
      freshnessSeconds: number | null;
      unpublishedBatches: number;
      deadLetters: number | null;
      published: {
        newestEventAt: string;
        reachedAt: string;
        seconds: number;
        ageSeconds: number;
      } | null;
      relayed: {
        newestEventAt: string;
        reachedAt: string;
        seconds: number;
        ageSeconds: number;
      } | null;
      relays: Array<{
        name: string;
        saidAt: string;
        ageSeconds: number;
        isCaughtUp: boolean;
        rewinds: number;
        added: number;
        ignored: number;
        unreadable: number;
        restartedLogs: number;
        lag: Array<{ topic: string; lag: number | null }>;
      }> | null;
      feeds: Array<{ topic: string; lag: number | null }>;
      live: {
        sockets: number;
        subscriptions: number;
        replays: number;
        gaps: number;
        dropped: number;
        evicted: number;
      };
      topics: Array<{
        topic: string;
        endOffset: number | null;
        readOffset: number;
        lag: number | null;
      }>;
      accounting: {
        produced: number | null;
        aggregated: number;
        late: number;
        duplicates: number;
        dead: number;
        inFlight: number | null;
        residual: number | null;
        reason: string | null;
        unparsedFrames: number | null;
      };
    };
  };
};

export type MinuteFragment = {
  timestamp: string;
  revision: number;
  isFinal: boolean;
  chatRate: number;
  uniqueChatters: number;
  viewerCount: number | null;
  viewerLast: number | null;
  transactionCount: number;
  sentimentScore: number | null;
};

export type StreamHeadQueryVariables = Exact<{
  id: Scalars["ID"]["input"];
}>;

export type StreamHeadQuery = {
  stream: {
    id: string;
    channel: string;
    title: string | null;
    category: string | null;
    language: string | null;
    live: boolean | null;
    startedAt: string | null;
    lastSeenAt: string;
  } | null;
};

export type StreamHistoryQueryVariables = Exact<{
  id: Scalars["ID"]["input"];
  from?: InputMaybe<Scalars["DateTime"]["input"]>;
  to?: InputMaybe<Scalars["DateTime"]["input"]>;
  step: Step;
}>;

export type StreamHistoryQuery = {
  metrics: Array<{
    timestamp: string;
    revision: number;
    isFinal: boolean;
    chatRate: number;
    uniqueChatters: number;
    viewerCount: number | null;
    viewerLast: number | null;
    transactionCount: number;
    sentimentScore: number | null;
  }>;
};

export type StreamMomentsQueryVariables = Exact<{
  id: Scalars["ID"]["input"];
  from?: InputMaybe<Scalars["DateTime"]["input"]>;
  to?: InputMaybe<Scalars["DateTime"]["input"]>;
}>;

export type StreamMomentsQuery = {
  moments: {
    edges: Array<{
      node: {
        id: string;
        streamId: string;
        timestamp: string;
        type: MomentType;
        severity: Severity;
        status: MomentStatus;
        score: number;
        baseline: number;
        observed: number;
        startedAt: string;
        peakedAt: string;
        endedAt: string | null;
        description: string;
        contributors: { emotes: Array<{ emote: string }>; terms: Array<{ term: string }> };
      };
    }>;
  };
};

export type MomentWhyQueryVariables = Exact<{
  id: Scalars["ID"]["input"];
}>;

export type MomentWhyQuery = {
  moment: {
    cause: string | null;
    id: string;
    streamId: string;
    timestamp: string;
    type: MomentType;
    severity: Severity;
    status: MomentStatus;
    score: number;
    baseline: number;
    observed: number;
    startedAt: string;
    peakedAt: string;
    endedAt: string | null;
    description: string;
    contributors: {
      emotes: Array<{ emote: string; usageCount: number }>;
      chatters: Array<{ login: string; messageCount: number }>;
      terms: Array<{ term: string; chatterCount: number }>;
    };
    sampleMessages: Array<{ login: string; displayName: string; text: string; occurredAt: string }>;
  } | null;
};

export type FollowMinutesSubscriptionVariables = Exact<{
  id: Scalars["ID"]["input"];
  after?: InputMaybe<Scalars["Cursor"]["input"]>;
}>;

export type FollowMinutesSubscription = {
  metrics:
    | {
        __typename: "MetricsUpdate";
        cursor: string;
        emittedAt: string;
        kind: EventKind;
        window: {
          watermark: string | null;
          timestamp: string;
          revision: number;
          isFinal: boolean;
          chatRate: number;
          uniqueChatters: number;
          viewerCount: number | null;
          viewerLast: number | null;
          transactionCount: number;
          sentimentScore: number | null;
        };
      }
    | {
        __typename: "GapNotice";
        cursor: string;
        emittedAt: string;
        reason: GapReason;
        missed: number | null;
      };
};

export type FollowStreamMomentsSubscriptionVariables = Exact<{
  id: Scalars["ID"]["input"];
  after?: InputMaybe<Scalars["Cursor"]["input"]>;
}>;

export type FollowStreamMomentsSubscription = {
  moments:
    | {
        __typename: "MomentUpdate";
        cursor: string;
        kind: EventKind;
        moment: {
          id: string;
          streamId: string;
          timestamp: string;
          type: MomentType;
          severity: Severity;
          status: MomentStatus;
          score: number;
          baseline: number;
          observed: number;
          startedAt: string;
          peakedAt: string;
          endedAt: string | null;
          description: string;
          contributors: { emotes: Array<{ emote: string }>; terms: Array<{ term: string }> };
        };
      }
    | {
        __typename: "GapNotice";
        cursor: string;
        emittedAt: string;
        reason: GapReason;
        missed: number | null;
      };
};

export type FollowTopChattersSubscriptionVariables = Exact<{
  id: Scalars["ID"]["input"];
}>;

export type FollowTopChattersSubscription = {
  topChatters: {
    cursor: string;
    kind: EventKind;
    chatters: Array<{
      login: string;
      displayName: string;
      messageCount: number;
      share: number;
      subscriberMonths: number | null;
      isFirstTime: boolean;
      rank: number;
    }>;
  };
};

export type FollowTopEmotesSubscriptionVariables = Exact<{
  id: Scalars["ID"]["input"];
}>;

export type FollowTopEmotesSubscription = {
  topEmotes: {
    cursor: string;
    kind: EventKind;
    emotes: Array<{
      emote: string;
      provider: string;
      usageCount: number;
      chatterCount: number;
      rank: number;
    }>;
  };
};

export type FollowTransactionsSubscriptionVariables = Exact<{
  id: Scalars["ID"]["input"];
}>;

export type FollowTransactionsSubscription = {
  transactions: {
    cursor: string;
    kind: EventKind;
    transactions: Array<{
      id: string;
      timestamp: string;
      kind: TransactionKind;
      login: string | null;
      displayName: string | null;
      recipient: string | null;
      quantity: number;
      tier: string | null;
      amount: number | null;
    }>;
  };
};

export type ChannelsQueryVariables = Exact<{
  after?: InputMaybe<Scalars["String"]["input"]>;
}>;

export type ChannelsQuery = {
  streams: {
    edges: Array<{
      node: { id: string; channel: string; live: boolean | null; lastSeenAt: string };
    }>;
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};

export type MomentLineFragment = {
  id: string;
  streamId: string;
  timestamp: string;
  type: MomentType;
  severity: Severity;
  status: MomentStatus;
  score: number;
  baseline: number;
  observed: number;
  startedAt: string;
  peakedAt: string;
  endedAt: string | null;
  description: string;
  contributors: { emotes: Array<{ emote: string }>; terms: Array<{ term: string }> };
};

export type GapFragment = {
  __typename: "GapNotice";
  cursor: string;
  emittedAt: string;
  reason: GapReason;
  missed: number | null;
};

export type FollowMomentsSubscriptionVariables = Exact<{
  after?: InputMaybe<Scalars["Cursor"]["input"]>;
}>;

export type FollowMomentsSubscription = {
  moments:
    | {
        __typename: "MomentUpdate";
        cursor: string;
        kind: EventKind;
        moment: {
          id: string;
          streamId: string;
          timestamp: string;
          type: MomentType;
          severity: Severity;
          status: MomentStatus;
          score: number;
          baseline: number;
          observed: number;
          startedAt: string;
          peakedAt: string;
          endedAt: string | null;
          description: string;
          contributors: { emotes: Array<{ emote: string }>; terms: Array<{ term: string }> };
        };
      }
    | {
        __typename: "GapNotice";
        cursor: string;
        emittedAt: string;
        reason: GapReason;
        missed: number | null;
      };
};

export type EveryMetricFragment = {
  timestamp: string;
  revision: number;
  isFinal: boolean;
  watermark: string | null;
  messageCount: number;
  chatRate: number;
  uniqueChatters: number;
  viewerCount: number | null;
  viewerLast: number | null;
  viewerPeak: number | null;
  transactionCount: number;
  revenue: number;
  sentimentScore: number | null;
  positiveMessages: number;
  negativeMessages: number;
  emoteCount: number;
  firstTimeChatters: number;
};

export type FollowWindowsSubscriptionVariables = Exact<{
  id: Scalars["ID"]["input"];
  after?: InputMaybe<Scalars["Cursor"]["input"]>;
}>;

export type FollowWindowsSubscription = {
  metrics:
    | {
        __typename: "MetricsUpdate";
        cursor: string;
        emittedAt: string;
        kind: EventKind;
        window: {
          timestamp: string;
          revision: number;
          isFinal: boolean;
          watermark: string | null;
          messageCount: number;
          chatRate: number;
          uniqueChatters: number;
          viewerCount: number | null;
          viewerLast: number | null;
          viewerPeak: number | null;
          transactionCount: number;
          revenue: number;
          sentimentScore: number | null;
          positiveMessages: number;
          negativeMessages: number;
          emoteCount: number;
          firstTimeChatters: number;
        };
      }
    | {
        __typename: "GapNotice";
        cursor: string;
        emittedAt: string;
        reason: GapReason;
        missed: number | null;
      };
};

export type SeriesOfQueryVariables = Exact<{
  ids: Array<Scalars["ID"]["input"]> | Scalars["ID"]["input"];
  metric: MetricName;
  from: Scalars["DateTime"]["input"];
  to: Scalars["DateTime"]["input"];
  step: Step;
}>;

export type SeriesOfQuery = {
  series: Array<{ streamId: string; timestamps: Array<string>; values: Array<number | null> }>;
};

export const NowMinuteFragmentDoc = {
  kind: "Document",
  definitions: [
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "NowMinute" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<NowMinuteFragment, unknown>;
export const ReachedFragmentDoc = {
  kind: "Document",
  definitions: [
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Reached" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Freshness" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "newestEventAt" } },
          { kind: "Field", name: { kind: "Name", value: "reachedAt" } },
          { kind: "Field", name: { kind: "Name", value: "seconds" } },
          { kind: "Field", name: { kind: "Name", value: "ageSeconds" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ReachedFragment, unknown>;
export const MinuteFragmentDoc = {
  kind: "Document",
  definitions: [
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Minute" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "uniqueChatters" } },
          { kind: "Field", name: { kind: "Name", value: "viewerCount" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "transactionCount" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MinuteFragment, unknown>;
export const MomentLineFragmentDoc = {
  kind: "Document",
  definitions: [
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MomentLineFragment, unknown>;
export const GapFragmentDoc = {
  kind: "Document",
  definitions: [
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Gap" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "__typename" } },
          { kind: "Field", name: { kind: "Name", value: "cursor" } },
          { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
          { kind: "Field", name: { kind: "Name", value: "reason" } },
          { kind: "Field", name: { kind: "Name", value: "missed" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<GapFragment, unknown>;
export const EveryMetricFragmentDoc = {
  kind: "Document",
  definitions: [
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "EveryMetric" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "watermark" } },
          { kind: "Field", name: { kind: "Name", value: "messageCount" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "uniqueChatters" } },
          { kind: "Field", name: { kind: "Name", value: "viewerCount" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "viewerPeak" } },
          { kind: "Field", name: { kind: "Name", value: "transactionCount" } },
          { kind: "Field", name: { kind: "Name", value: "revenue" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
          { kind: "Field", name: { kind: "Name", value: "positiveMessages" } },
          { kind: "Field", name: { kind: "Name", value: "negativeMessages" } },
          { kind: "Field", name: { kind: "Name", value: "emoteCount" } },
          { kind: "Field", name: { kind: "Name", value: "firstTimeChatters" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<EveryMetricFragment, unknown>;
export const MomentsPageDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "MomentsPage" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "streamId" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "types" } },
          type: {
            kind: "ListType",
            type: {
              kind: "NonNullType",
              type: { kind: "NamedType", name: { kind: "Name", value: "MomentType" } },
            },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "minSeverity" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "Severity" } },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "from" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "DateTime" } },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "first" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "Int" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "after" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "String" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "moments" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "streamId" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "types" },
                value: { kind: "Variable", name: { kind: "Name", value: "types" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "minSeverity" },
                value: { kind: "Variable", name: { kind: "Name", value: "minSeverity" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "from" },
                value: { kind: "Variable", name: { kind: "Name", value: "from" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "Variable", name: { kind: "Name", value: "first" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "after" },
                value: { kind: "Variable", name: { kind: "Name", value: "after" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "edges" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "node" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "MomentLine" } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "pageInfo" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "hasNextPage" } },
                      { kind: "Field", name: { kind: "Name", value: "endCursor" } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MomentsPageQuery, MomentsPageQueryVariables>;
export const OverlayHourDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "OverlayHour" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "metrics" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "FragmentSpread", name: { kind: "Name", value: "EveryMetric" } },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "EveryMetric" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "watermark" } },
          { kind: "Field", name: { kind: "Name", value: "messageCount" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "uniqueChatters" } },
          { kind: "Field", name: { kind: "Name", value: "viewerCount" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "viewerPeak" } },
          { kind: "Field", name: { kind: "Name", value: "transactionCount" } },
          { kind: "Field", name: { kind: "Name", value: "revenue" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
          { kind: "Field", name: { kind: "Name", value: "positiveMessages" } },
          { kind: "Field", name: { kind: "Name", value: "negativeMessages" } },
          { kind: "Field", name: { kind: "Name", value: "emoteCount" } },
          { kind: "Field", name: { kind: "Name", value: "firstTimeChatters" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<OverlayHourQuery, OverlayHourQueryVariables>;
export const FollowStreamsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowStreams" },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "streams" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "cursor" } },
                { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
                { kind: "Field", name: { kind: "Name", value: "kind" } },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "streams" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "id" } },
                      { kind: "Field", name: { kind: "Name", value: "channel" } },
                      { kind: "Field", name: { kind: "Name", value: "title" } },
                      { kind: "Field", name: { kind: "Name", value: "category" } },
                      { kind: "Field", name: { kind: "Name", value: "live" } },
                      { kind: "Field", name: { kind: "Name", value: "startedAt" } },
                      { kind: "Field", name: { kind: "Name", value: "lastSeenAt" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "window" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "NowMinute" } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "NowMinute" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FollowStreamsSubscription, FollowStreamsSubscriptionVariables>;
export const StreamsLastHourDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "StreamsLastHour" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "after" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "String" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "streams" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "IntValue", value: "50" },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "after" },
                value: { kind: "Variable", name: { kind: "Name", value: "after" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "orderBy" },
                value: { kind: "EnumValue", value: "NAME" },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "edges" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "node" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "id" } },
                            {
                              kind: "Field",
                              name: { kind: "Name", value: "metrics" },
                              selectionSet: {
                                kind: "SelectionSet",
                                selections: [
                                  {
                                    kind: "FragmentSpread",
                                    name: { kind: "Name", value: "NowMinute" },
                                  },
                                ],
                              },
                            },
                            {
                              kind: "Field",
                              name: { kind: "Name", value: "moments" },
                              arguments: [
                                {
                                  kind: "Argument",
                                  name: { kind: "Name", value: "first" },
                                  value: { kind: "IntValue", value: "1" },
                                },
                              ],
                              selectionSet: {
                                kind: "SelectionSet",
                                selections: [
                                  {
                                    kind: "Field",
                                    name: { kind: "Name", value: "edges" },
                                    selectionSet: {
                                      kind: "SelectionSet",
                                      selections: [
                                        {
                                          kind: "Field",
                                          name: { kind: "Name", value: "node" },
                                          selectionSet: {
                                            kind: "SelectionSet",
                                            selections: [
                                              {
                                                kind: "FragmentSpread",
                                                name: { kind: "Name", value: "MomentLine" },
                                              },
                                            ],
                                          },
                                        },
                                      ],
                                    },
                                  },
                                ],
                              },
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "pageInfo" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "hasNextPage" } },
                      { kind: "Field", name: { kind: "Name", value: "endCursor" } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "NowMinute" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<StreamsLastHourQuery, StreamsLastHourQueryVariables>;
export const LatestMomentsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "LatestMoments" },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "moments" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "IntValue", value: "30" },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "edges" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "node" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "MomentLine" } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<LatestMomentsQuery, LatestMomentsQueryVariables>;
export const FollowPipelineDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowPipeline" },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "pipeline" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "cursor" } },
                { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "pipeline" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "watermark" } },
                      { kind: "Field", name: { kind: "Name", value: "newestWindowAt" } },
                      { kind: "Field", name: { kind: "Name", value: "lastBatchAt" } },
                      { kind: "Field", name: { kind: "Name", value: "freshnessSeconds" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "published" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "Reached" } },
                          ],
                        },
                      },
                      { kind: "Field", name: { kind: "Name", value: "unpublishedBatches" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "relayed" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "Reached" } },
                          ],
                        },
                      },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "relays" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "name" } },
                            { kind: "Field", name: { kind: "Name", value: "saidAt" } },
                            { kind: "Field", name: { kind: "Name", value: "ageSeconds" } },
                            { kind: "Field", name: { kind: "Name", value: "isCaughtUp" } },
                            {
                              kind: "Field",
                              name: { kind: "Name", value: "lag" },
                              selectionSet: {
                                kind: "SelectionSet",
                                selections: [
                                  { kind: "Field", name: { kind: "Name", value: "topic" } },
                                  { kind: "Field", name: { kind: "Name", value: "lag" } },
                                ],
                              },
                            },
                            { kind: "Field", name: { kind: "Name", value: "rewinds" } },
                            { kind: "Field", name: { kind: "Name", value: "added" } },
                            { kind: "Field", name: { kind: "Name", value: "ignored" } },
                            { kind: "Field", name: { kind: "Name", value: "unreadable" } },
                            { kind: "Field", name: { kind: "Name", value: "restartedLogs" } },
                          ],
                        },
                      },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "feeds" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "topic" } },
                            { kind: "Field", name: { kind: "Name", value: "lag" } },
                          ],
                        },
                      },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "live" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "sockets" } },
                            { kind: "Field", name: { kind: "Name", value: "subscriptions" } },
                            { kind: "Field", name: { kind: "Name", value: "replays" } },
                            { kind: "Field", name: { kind: "Name", value: "gaps" } },
                            { kind: "Field", name: { kind: "Name", value: "dropped" } },
                            { kind: "Field", name: { kind: "Name", value: "evicted" } },
                          ],
                        },
                      },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "topics" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "topic" } },
                            { kind: "Field", name: { kind: "Name", value: "endOffset" } },
                            { kind: "Field", name: { kind: "Name", value: "readOffset" } },
                            { kind: "Field", name: { kind: "Name", value: "lag" } },
                          ],
                        },
                      },
                      { kind: "Field", name: { kind: "Name", value: "deadLetters" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "accounting" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "produced" } },
                            { kind: "Field", name: { kind: "Name", value: "aggregated" } },
                            { kind: "Field", name: { kind: "Name", value: "late" } },
                            { kind: "Field", name: { kind: "Name", value: "duplicates" } },
                            { kind: "Field", name: { kind: "Name", value: "dead" } },
                            { kind: "Field", name: { kind: "Name", value: "inFlight" } },
                            { kind: "Field", name: { kind: "Name", value: "residual" } },
                            { kind: "Field", name: { kind: "Name", value: "reason" } },
                            { kind: "Field", name: { kind: "Name", value: "unparsedFrames" } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Reached" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Freshness" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "newestEventAt" } },
          { kind: "Field", name: { kind: "Name", value: "reachedAt" } },
          { kind: "Field", name: { kind: "Name", value: "seconds" } },
          { kind: "Field", name: { kind: "Name", value: "ageSeconds" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FollowPipelineSubscription, FollowPipelineSubscriptionVariables>;
export const StreamHeadDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "StreamHead" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "stream" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "id" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "id" } },
                { kind: "Field", name: { kind: "Name", value: "channel" } },
                { kind: "Field", name: { kind: "Name", value: "title" } },
                { kind: "Field", name: { kind: "Name", value: "category" } },
                { kind: "Field", name: { kind: "Name", value: "language" } },
                { kind: "Field", name: { kind: "Name", value: "live" } },
                { kind: "Field", name: { kind: "Name", value: "startedAt" } },
                { kind: "Field", name: { kind: "Name", value: "lastSeenAt" } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<StreamHeadQuery, StreamHeadQueryVariables>;
export const StreamHistoryDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "StreamHistory" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "from" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "DateTime" } },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "to" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "DateTime" } },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "step" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "Step" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "metrics" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "from" },
                value: { kind: "Variable", name: { kind: "Name", value: "from" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "to" },
                value: { kind: "Variable", name: { kind: "Name", value: "to" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "step" },
                value: { kind: "Variable", name: { kind: "Name", value: "step" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [{ kind: "FragmentSpread", name: { kind: "Name", value: "Minute" } }],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Minute" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "uniqueChatters" } },
          { kind: "Field", name: { kind: "Name", value: "viewerCount" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "transactionCount" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<StreamHistoryQuery, StreamHistoryQueryVariables>;
export const StreamMomentsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "StreamMoments" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "from" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "DateTime" } },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "to" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "DateTime" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "moments" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "from" },
                value: { kind: "Variable", name: { kind: "Name", value: "from" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "to" },
                value: { kind: "Variable", name: { kind: "Name", value: "to" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "IntValue", value: "100" },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "edges" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "node" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "MomentLine" } },
                          ],
                        },
                      },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<StreamMomentsQuery, StreamMomentsQueryVariables>;
export const MomentWhyDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "MomentWhy" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "moment" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "id" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "FragmentSpread", name: { kind: "Name", value: "MomentLine" } },
                { kind: "Field", name: { kind: "Name", value: "cause" } },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "contributors" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "emotes" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "emote" } },
                            { kind: "Field", name: { kind: "Name", value: "usageCount" } },
                          ],
                        },
                      },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "chatters" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "login" } },
                            { kind: "Field", name: { kind: "Name", value: "messageCount" } },
                          ],
                        },
                      },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "terms" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "term" } },
                            { kind: "Field", name: { kind: "Name", value: "chatterCount" } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "sampleMessages" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "login" } },
                      { kind: "Field", name: { kind: "Name", value: "displayName" } },
                      { kind: "Field", name: { kind: "Name", value: "text" } },
                      { kind: "Field", name: { kind: "Name", value: "occurredAt" } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<MomentWhyQuery, MomentWhyQueryVariables>;
export const FollowMinutesDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowMinutes" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "after" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "Cursor" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "metrics" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "after" },
                value: { kind: "Variable", name: { kind: "Name", value: "after" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "__typename" } },
                {
                  kind: "InlineFragment",
                  typeCondition: {
                    kind: "NamedType",
                    name: { kind: "Name", value: "MetricsUpdate" },
                  },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "cursor" } },
                      { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
                      { kind: "Field", name: { kind: "Name", value: "kind" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "window" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "Minute" } },
                            { kind: "Field", name: { kind: "Name", value: "watermark" } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "InlineFragment",
                  typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "FragmentSpread", name: { kind: "Name", value: "Gap" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Minute" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "uniqueChatters" } },
          { kind: "Field", name: { kind: "Name", value: "viewerCount" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "transactionCount" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Gap" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "__typename" } },
          { kind: "Field", name: { kind: "Name", value: "cursor" } },
          { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
          { kind: "Field", name: { kind: "Name", value: "reason" } },
          { kind: "Field", name: { kind: "Name", value: "missed" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FollowMinutesSubscription, FollowMinutesSubscriptionVariables>;
export const FollowStreamMomentsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowStreamMoments" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "after" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "Cursor" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "moments" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "after" },
                value: { kind: "Variable", name: { kind: "Name", value: "after" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "__typename" } },
                {
                  kind: "InlineFragment",
                  typeCondition: {
                    kind: "NamedType",
                    name: { kind: "Name", value: "MomentUpdate" },
                  },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "cursor" } },
                      { kind: "Field", name: { kind: "Name", value: "kind" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "moment" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "MomentLine" } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "InlineFragment",
                  typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "FragmentSpread", name: { kind: "Name", value: "Gap" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Gap" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "__typename" } },
          { kind: "Field", name: { kind: "Name", value: "cursor" } },
          { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
          { kind: "Field", name: { kind: "Name", value: "reason" } },
          { kind: "Field", name: { kind: "Name", value: "missed" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<
  FollowStreamMomentsSubscription,
  FollowStreamMomentsSubscriptionVariables
>;
export const FollowTopChattersDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowTopChatters" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "topChatters" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "IntValue", value: "10" },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "cursor" } },
                { kind: "Field", name: { kind: "Name", value: "kind" } },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "chatters" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "login" } },
                      { kind: "Field", name: { kind: "Name", value: "displayName" } },
                      { kind: "Field", name: { kind: "Name", value: "messageCount" } },
                      { kind: "Field", name: { kind: "Name", value: "share" } },
                      { kind: "Field", name: { kind: "Name", value: "subscriberMonths" } },
                      { kind: "Field", name: { kind: "Name", value: "isFirstTime" } },
                      { kind: "Field", name: { kind: "Name", value: "rank" } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FollowTopChattersSubscription, FollowTopChattersSubscriptionVariables>;
export const FollowTopEmotesDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowTopEmotes" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "topEmotes" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "IntValue", value: "10" },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "cursor" } },
                { kind: "Field", name: { kind: "Name", value: "kind" } },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "emote" } },
                      { kind: "Field", name: { kind: "Name", value: "provider" } },
                      { kind: "Field", name: { kind: "Name", value: "usageCount" } },
                      { kind: "Field", name: { kind: "Name", value: "chatterCount" } },
                      { kind: "Field", name: { kind: "Name", value: "rank" } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FollowTopEmotesSubscription, FollowTopEmotesSubscriptionVariables>;
export const FollowTransactionsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowTransactions" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "transactions" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "IntValue", value: "10" },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "cursor" } },
                { kind: "Field", name: { kind: "Name", value: "kind" } },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "transactions" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "id" } },
                      { kind: "Field", name: { kind: "Name", value: "timestamp" } },
                      { kind: "Field", name: { kind: "Name", value: "kind" } },
                      { kind: "Field", name: { kind: "Name", value: "login" } },
                      { kind: "Field", name: { kind: "Name", value: "displayName" } },
                      { kind: "Field", name: { kind: "Name", value: "recipient" } },
                      { kind: "Field", name: { kind: "Name", value: "quantity" } },
                      { kind: "Field", name: { kind: "Name", value: "tier" } },
                      { kind: "Field", name: { kind: "Name", value: "amount" } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<
  FollowTransactionsSubscription,
  FollowTransactionsSubscriptionVariables
>;
export const ChannelsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "Channels" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "after" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "String" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "streams" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "first" },
                value: { kind: "IntValue", value: "100" },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "after" },
                value: { kind: "Variable", name: { kind: "Name", value: "after" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "orderBy" },
                value: { kind: "EnumValue", value: "NAME" },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "edges" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "node" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "Field", name: { kind: "Name", value: "id" } },
                            { kind: "Field", name: { kind: "Name", value: "channel" } },
                            { kind: "Field", name: { kind: "Name", value: "live" } },
                            { kind: "Field", name: { kind: "Name", value: "lastSeenAt" } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "pageInfo" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "hasNextPage" } },
                      { kind: "Field", name: { kind: "Name", value: "endCursor" } },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<ChannelsQuery, ChannelsQueryVariables>;
export const FollowMomentsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowMoments" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "after" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "Cursor" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "moments" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "after" },
                value: { kind: "Variable", name: { kind: "Name", value: "after" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "__typename" } },
                {
                  kind: "InlineFragment",
                  typeCondition: {
                    kind: "NamedType",
                    name: { kind: "Name", value: "MomentUpdate" },
                  },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "cursor" } },
                      { kind: "Field", name: { kind: "Name", value: "kind" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "moment" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            { kind: "FragmentSpread", name: { kind: "Name", value: "MomentLine" } },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "InlineFragment",
                  typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "FragmentSpread", name: { kind: "Name", value: "Gap" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "MomentLine" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "Moment" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "id" } },
          { kind: "Field", name: { kind: "Name", value: "streamId" } },
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "type" } },
          { kind: "Field", name: { kind: "Name", value: "severity" } },
          { kind: "Field", name: { kind: "Name", value: "status" } },
          { kind: "Field", name: { kind: "Name", value: "score" } },
          { kind: "Field", name: { kind: "Name", value: "baseline" } },
          { kind: "Field", name: { kind: "Name", value: "observed" } },
          { kind: "Field", name: { kind: "Name", value: "startedAt" } },
          { kind: "Field", name: { kind: "Name", value: "peakedAt" } },
          { kind: "Field", name: { kind: "Name", value: "endedAt" } },
          { kind: "Field", name: { kind: "Name", value: "description" } },
          {
            kind: "Field",
            name: { kind: "Name", value: "contributors" },
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                {
                  kind: "Field",
                  name: { kind: "Name", value: "emotes" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "emote" } }],
                  },
                },
                {
                  kind: "Field",
                  name: { kind: "Name", value: "terms" },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "Field", name: { kind: "Name", value: "term" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Gap" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "__typename" } },
          { kind: "Field", name: { kind: "Name", value: "cursor" } },
          { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
          { kind: "Field", name: { kind: "Name", value: "reason" } },
          { kind: "Field", name: { kind: "Name", value: "missed" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FollowMomentsSubscription, FollowMomentsSubscriptionVariables>;
export const FollowWindowsDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "subscription",
      name: { kind: "Name", value: "FollowWindows" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "id" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "after" } },
          type: { kind: "NamedType", name: { kind: "Name", value: "Cursor" } },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "metrics" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamId" },
                value: { kind: "Variable", name: { kind: "Name", value: "id" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "after" },
                value: { kind: "Variable", name: { kind: "Name", value: "after" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "__typename" } },
                {
                  kind: "InlineFragment",
                  typeCondition: {
                    kind: "NamedType",
                    name: { kind: "Name", value: "MetricsUpdate" },
                  },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [
                      { kind: "Field", name: { kind: "Name", value: "cursor" } },
                      { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
                      { kind: "Field", name: { kind: "Name", value: "kind" } },
                      {
                        kind: "Field",
                        name: { kind: "Name", value: "window" },
                        selectionSet: {
                          kind: "SelectionSet",
                          selections: [
                            {
                              kind: "FragmentSpread",
                              name: { kind: "Name", value: "EveryMetric" },
                            },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: "InlineFragment",
                  typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
                  selectionSet: {
                    kind: "SelectionSet",
                    selections: [{ kind: "FragmentSpread", name: { kind: "Name", value: "Gap" } }],
                  },
                },
              ],
            },
          },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "EveryMetric" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "MetricWindow" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "timestamp" } },
          { kind: "Field", name: { kind: "Name", value: "revision" } },
          { kind: "Field", name: { kind: "Name", value: "isFinal" } },
          { kind: "Field", name: { kind: "Name", value: "watermark" } },
          { kind: "Field", name: { kind: "Name", value: "messageCount" } },
          { kind: "Field", name: { kind: "Name", value: "chatRate" } },
          { kind: "Field", name: { kind: "Name", value: "uniqueChatters" } },
          { kind: "Field", name: { kind: "Name", value: "viewerCount" } },
          { kind: "Field", name: { kind: "Name", value: "viewerLast" } },
          { kind: "Field", name: { kind: "Name", value: "viewerPeak" } },
          { kind: "Field", name: { kind: "Name", value: "transactionCount" } },
          { kind: "Field", name: { kind: "Name", value: "revenue" } },
          { kind: "Field", name: { kind: "Name", value: "sentimentScore" } },
          { kind: "Field", name: { kind: "Name", value: "positiveMessages" } },
          { kind: "Field", name: { kind: "Name", value: "negativeMessages" } },
          { kind: "Field", name: { kind: "Name", value: "emoteCount" } },
          { kind: "Field", name: { kind: "Name", value: "firstTimeChatters" } },
        ],
      },
    },
    {
      kind: "FragmentDefinition",
      name: { kind: "Name", value: "Gap" },
      typeCondition: { kind: "NamedType", name: { kind: "Name", value: "GapNotice" } },
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          { kind: "Field", name: { kind: "Name", value: "__typename" } },
          { kind: "Field", name: { kind: "Name", value: "cursor" } },
          { kind: "Field", name: { kind: "Name", value: "emittedAt" } },
          { kind: "Field", name: { kind: "Name", value: "reason" } },
          { kind: "Field", name: { kind: "Name", value: "missed" } },
        ],
      },
    },
  ],
} as unknown as DocumentNode<FollowWindowsSubscription, FollowWindowsSubscriptionVariables>;
export const SeriesOfDocument = {
  kind: "Document",
  definitions: [
    {
      kind: "OperationDefinition",
      operation: "query",
      name: { kind: "Name", value: "SeriesOf" },
      variableDefinitions: [
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "ids" } },
          type: {
            kind: "NonNullType",
            type: {
              kind: "ListType",
              type: {
                kind: "NonNullType",
                type: { kind: "NamedType", name: { kind: "Name", value: "ID" } },
              },
            },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "metric" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "MetricName" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "from" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "DateTime" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "to" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "DateTime" } },
          },
        },
        {
          kind: "VariableDefinition",
          variable: { kind: "Variable", name: { kind: "Name", value: "step" } },
          type: {
            kind: "NonNullType",
            type: { kind: "NamedType", name: { kind: "Name", value: "Step" } },
          },
        },
      ],
      selectionSet: {
        kind: "SelectionSet",
        selections: [
          {
            kind: "Field",
            name: { kind: "Name", value: "series" },
            arguments: [
              {
                kind: "Argument",
                name: { kind: "Name", value: "streamIds" },
                value: { kind: "Variable", name: { kind: "Name", value: "ids" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "metrics" },
                value: {
                  kind: "ListValue",
                  values: [{ kind: "Variable", name: { kind: "Name", value: "metric" } }],
                },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "from" },
                value: { kind: "Variable", name: { kind: "Name", value: "from" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "to" },
                value: { kind: "Variable", name: { kind: "Name", value: "to" } },
              },
              {
                kind: "Argument",
                name: { kind: "Name", value: "step" },
                value: { kind: "Variable", name: { kind: "Name", value: "step" } },
              },
            ],
            selectionSet: {
              kind: "SelectionSet",
              selections: [
                { kind: "Field", name: { kind: "Name", value: "streamId" } },
                { kind: "Field", name: { kind: "Name", value: "timestamps" } },
                { kind: "Field", name: { kind: "Name", value: "values" } },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as DocumentNode<SeriesOfQuery, SeriesOfQueryVariables>;
