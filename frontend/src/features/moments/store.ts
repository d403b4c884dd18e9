/** What stood out in a range: page by page from the API, and as it happens. */
import { client } from "../../graphql/client";
import { follow, type FollowError } from "../../graphql/follow";
import {
  FollowMomentsDocument,
  MomentsPageDocument,
  type FollowMomentsSubscription,
  type MomentLineFragment,
  type MomentsPageQuery,
} from "../../graphql/generated";
import { Signal } from "../../lib/signal";
import { instant, iso } from "../../lib/time";
import { matches, type Filter } from "./ranking";

const PAGE = 50;
/** The largest page that the API gives. */
const LARGEST_PAGE = 100;
/** So many are looked through for a ranking or a file. */
export const MOST = 2_000;

/** Those of one filter. */
export class MomentsStore extends Signal {
  readonly moments = new Map<string, MomentLineFragment>();
  isLoaded = false;
  hasMore = false;
  error: string | null = null;
  /** In place of what happens now; null while it is followed. */
  followError: FollowError | null = null;
  /** The newest of any stream, whatever the filter; null before one is heard of. */
  newest: MomentLineFragment | null = null;
  /** How many began since the page was opened. */
  newCount = 0;
  readonly #heard = new Set<string>();
  #cursor: string | null = null;
  #pending: Promise<void> | null = null;

  constructor(readonly filter: Filter) {
    super();
  }

  /** Follows until the returned function is called. */
  start(): () => void {
    void this.more();
    return follow(
      FollowMomentsDocument,
      {},
      {
        onData: (data) => this.#onMoment(data),
        onError: (error) => {
          this.followError = error;
          this.touch();
        },
      },
    );
  }

  get isLoading(): boolean {
    return this.#pending !== null;
  }

  /** The next page; while one is under way, that one. */
  more(first = PAGE): Promise<void> {
    this.#pending ??= this.#load(first).finally(() => {
      this.#pending = null;
      this.touch();
    });
    this.touch();
    return this.#pending;
  }

  async #load(first: number): Promise<void> {
    const { streamId, type, minSeverity, from } = this.filter;
    const { data, error } = await client.query({
      query: MomentsPageDocument,
      variables: {
        streamId,
        types: type && [type],
        minSeverity,
        from: this.#cursor === null ? iso(from) : null,
        first,
        after: this.#cursor,
      },
      fetchPolicy: "no-cache",
      errorPolicy: "all",
    });
    this.error = error?.message ?? null;
    if (data) this.#take(data.moments);
  }

  /** All pages of the range, up to `MOST`. */
  async all(): Promise<void> {
    while ((!this.isLoaded || this.hasMore) && this.moments.size < MOST) {
      await this.more(LARGEST_PAGE);
      if (this.error !== null) return;
    }
  }

  /** What was heard live is newer than a page. */
  #take({ edges, pageInfo }: MomentsPageQuery["moments"]): void {
    for (const { node } of edges) {
      const isHeard = this.#heard.has(node.id) && this.moments.has(node.id);
      if (!isHeard) this.moments.set(node.id, node);
    }
    this.hasMore = pageInfo.hasNextPage;
    this.#cursor = pageInfo.endCursor ?? this.#cursor;
    this.isLoaded = true;
  }

  #onMoment({ moments: event }: FollowMomentsSubscription): void {
    this.followError = null;
    if (event.__typename === "GapNotice") this.#begin(event.reason === "NEW_EPOCH");
    else this.#hear(event.moment, event.kind === "UPDATE");
    this.touch();
  }

  #hear(moment: MomentLineFragment, isUpdate: boolean): void {
    const { newest } = this;
    const isNew = newest === null || instant(moment.startedAt) > instant(newest.startedAt);
    if (isNew && isUpdate) this.newCount += 1;
    if (isNew || moment.id === newest.id) this.newest = moment;
    this.#heard.add(moment.id);
    // Word of one that no page has brought yet would stand alone below a hole: its page brings it.
    const isInPlace = isNew || this.moments.has(moment.id) || (this.isLoaded && !this.hasMore);
    if (!matches(moment, this.filter)) this.moments.delete(moment.id);
    else if (isInPlace) this.moments.set(moment.id, moment);
  }

  /** What was missed is in the tables: the pages are read again. */
  #begin(isReset: boolean): void {
    if (isReset) this.moments.clear();
    this.#heard.clear();
    this.#cursor = null;
    void this.more();
  }
}
