/** One stream's subscriptions and past -> what its page shows. */
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

import { client } from "../../graphql/client";
import { follow, type FollowError } from "../../graphql/follow";
import {
  FollowMinutesDocument,
  FollowStreamMomentsDocument,
  FollowTopChattersDocument,
  FollowTopEmotesDocument,
  FollowTransactionsDocument,
  StreamMomentsDocument,
  type FollowMinutesSubscription,
  type FollowStreamMomentsSubscription,
  type FollowTopChattersSubscription,
  type FollowTopEmotesSubscription,
  type FollowTransactionsSubscription,
  type GapFragment,
  type MomentLineFragment,
} from "../../graphql/generated";
import { Signal } from "../../lib/signal";
import { DAY, HOUR, instant, iso, MINUTE } from "../../lib/time";
import { rowOf } from "./metrics";
import { History } from "./history";
import type { Domain, View } from "../../charts/view";

/** Who and what fills the stream; null before it is heard of. */
export interface Listings {
  chatters: FollowTopChattersSubscription["topChatters"]["chatters"] | null;
  emotes: FollowTopEmotesSubscription["topEmotes"]["emotes"] | null;
  transactions: FollowTransactionsSubscription["transactions"]["transactions"] | null;
}

const COARSE_STEP = 15 * MINUTE;
/** Longer views are drawn from windows of 15 minutes. */
export const LONGEST_FINE = 26 * HOUR;
/** What a card compares with, and a little more. */
const LEAST_HELD = HOUR + 5 * MINUTE;

type MinuteUpdate = Extract<FollowMinutesSubscription["metrics"], { __typename: "MetricsUpdate" }>;

/** A SNAPSHOT is emitted as it is read, which may be long after it was counted. */
function countedAt({ kind, emittedAt, window }: MinuteUpdate): number {
  return instant(kind === "UPDATE" ? emittedAt : (window.watermark ?? window.timestamp));
}

export class StreamStore extends Signal {
  readonly fine: History;
  readonly coarse: History;
  readonly moments = new Map<string, MomentLineFragment>();
  /** Replaced, not changed, so that what shows it renders only then. */
  listings: Listings = { chatters: null, emotes: null, transactions: null };
  areMomentsLoaded = false;
  error: FollowError | null = null;
  /** When what is newest was counted; null before anything. */
  countedAt: number | null = null;
  /** The last gap, until the reader has seen it. */
  gap: GapFragment | null = null;
  #momentsFrom = Infinity;
  /** Between a gap and the window that comes next it is not known up to where to ask. */
  #isUnheard = false;

  constructor(
    readonly id: string,
    readonly view: View,
  ) {
    super();
    const onChange = (): void => {
      this.touch();
      if (this.fine.error === null && this.coarse.error === null) this.reach();
    };
    this.fine = new History(id, "MINUTE", MINUTE, 7 * 1440, onChange);
    this.coarse = new History(id, "MINUTES_15", COARSE_STEP, 90 * 96, onChange);
  }

  /** The start of the newest window; null without one. */
  get newest(): number | null {
    return this.fine.timeline.last;
  }

  /** What charts of this domain draw from. */
  historyFor({ from, to }: Domain): History {
    return to - from > LONGEST_FINE ? this.coarse : this.fine;
  }

  /** Follows until the returned function is called. History is asked for once it is followed. */
  start(): () => void {
    const leave = [
      this.#follow(FollowMinutesDocument, (data) => this.#onMinute(data)),
      this.#follow(FollowStreamMomentsDocument, (data) => this.#onMoment(data)),
      this.#follow(FollowTopChattersDocument, ({ topChatters: { chatters } }) =>
        this.#list({ chatters }),
      ),
      this.#follow(FollowTopEmotesDocument, ({ topEmotes: { emotes } }) => this.#list({ emotes })),
      this.#follow(FollowTransactionsDocument, ({ transactions: { transactions } }) =>
        this.#list({ transactions }),
      ),
      this.view.domain.subscribe(() => this.reach()),
    ];
    return () => leave.forEach((end) => end());
  }

  #follow<Data>(
    document: TypedDocumentNode<Data, { id: string }>,
    onData: (data: Data) => void,
  ): () => void {
    const onError = (error: FollowError): void => {
      this.error = error;
      this.touch();
    };
    return follow(document, { id: this.id }, { onData, onError });
  }

  /** Asks for what the view shows and is not held. */
  reach(): void {
    const seen = this.view.domain.get();
    const { newest } = this;
    if (seen === null || newest === null || this.#isUnheard) return;
    const end = newest + MINUTE;
    void this.fine.reach(
      Math.min(end - LEAST_HELD, this.#isFine(seen) ? seen.from : Infinity),
      end,
    );
    if (!this.#isFine(seen)) void this.coarse.reach(seen.from, end);
    if (seen.from < this.#momentsFrom) void this.#loadMoments(seen.from, end);
  }

  #isFine(seen: Domain): boolean {
    return this.historyFor(seen) === this.fine;
  }

  #onMinute({ metrics: event }: FollowMinutesSubscription): void {
    if (event.__typename === "GapNotice") this.#onGap(event);
    else {
      this.#isUnheard = false;
      this.countedAt = countedAt(event);
      const closed = this.fine.timeline.lastFinal;
      this.fine.timeline.upsert(rowOf(event.window));
      this.view.extend((this.newest ?? 0) + MINUTE);
      if (closed !== this.fine.timeline.lastFinal) this.#onClosed();
      this.reach();
    }
    this.touch();
  }

  /** Updates are lost for good, but not what they told of: tables have it, up to the window that comes next. */
  #onGap(gap: GapFragment): void {
    const isReset = gap.reason === "NEW_EPOCH";
    for (const history of [this.fine, this.coarse]) {
      if (isReset) history.clear();
      else history.forget();
    }
    if (isReset) this.moments.clear();
    this.#momentsFrom = Infinity;
    this.#isUnheard = true;
    this.gap = gap;
  }

  dismissGap(): void {
    this.gap = null;
    this.touch();
  }

  /** A minute has closed: the quarter of an hour that it is in has changed. */
  #onClosed(): void {
    const { newest } = this;
    if (newest === null || !this.coarse.isLoaded) return;
    void this.coarse.ask(newest - 2 * COARSE_STEP, newest + MINUTE).then(() => this.touch());
  }

  #onMoment({ moments: event }: FollowStreamMomentsSubscription): void {
    if (event.__typename === "GapNotice") this.#momentsFrom = Infinity;
    else this.moments.set(event.moment.id, event.moment);
    this.reach();
    this.touch();
  }

  #list(found: Partial<Listings>): void {
    this.listings = { ...this.listings, ...found };
    this.touch();
  }

  /** Live word of a moment is newer than a query's. */
  async #loadMoments(from: number, to: number): Promise<void> {
    this.#momentsFrom = from;
    const { data } = await client.query({
      query: StreamMomentsDocument,
      variables: { id: this.id, from: iso(Math.min(from, to - DAY)), to: iso(to) },
      fetchPolicy: "no-cache",
      errorPolicy: "all",
    });
    if (data === undefined) this.#momentsFrom = Infinity;
    for (const { node } of data?.moments.edges ?? [])
      if (!this.moments.has(node.id)) this.moments.set(node.id, node);
    this.areMomentsLoaded = data !== undefined || this.areMomentsLoaded;
    this.touch();
  }
}
