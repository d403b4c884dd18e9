/** The subscriptions of the overview -> every stream as it is now, its last hour, and what stood out. */
import { client } from "../../graphql/client";
import { follow, type FollowError } from "../../graphql/follow";
import {
  FollowMomentsDocument,
  FollowStreamsDocument,
  LatestMomentsDocument,
  StreamsLastHourDocument,
  type FollowMomentsSubscription,
  type FollowStreamsSubscription,
  type MomentLineFragment,
  type NowMinuteFragment,
  type StreamsLastHourQuery,
} from "../../graphql/generated";
import { Signal } from "../../lib/signal";
import { instant, MINUTE } from "../../lib/time";
import { Timeline } from "../../lib/timeline";

export type StreamNow = FollowStreamsSubscription["streams"]["streams"][number];
export type Metric = "chatRate" | "viewers" | "sentiment";

const KEPT_MINUTES = 75;
const KEPT_MOMENTS = 60;
const METRICS: readonly Metric[] = ["chatRate", "viewers", "sentiment"];

/** One stream's row. It is replaced, not changed, so that only its row renders again. */
export interface Entry {
  now: StreamNow;
  timeline: Timeline<Metric>;
  moment: MomentLineFragment | null;
}

const emptyHour = (): Timeline<Metric> => new Timeline(METRICS, MINUTE, KEPT_MINUTES);

function note(timeline: Timeline<Metric>, minute: NowMinuteFragment): boolean {
  return timeline.upsert({
    time: instant(minute.timestamp),
    revision: minute.revision,
    isFinal: minute.isFinal,
    values: {
      chatRate: minute.chatRate,
      viewers: minute.viewerLast,
      sentiment: minute.sentimentScore,
    },
  });
}

export class OverviewStore extends Signal {
  readonly entries = new Map<string, Entry>();
  /** The newest first. */
  moments: MomentLineFragment[] = [];
  isLoaded = false;
  areMomentsLoaded = false;
  error: FollowError | null = null;

  /** Follows until the returned function is called. */
  start(): () => void {
    const onError = (error: FollowError): void => {
      this.error = error;
      this.touch();
    };
    const leaveStreams = follow(
      FollowStreamsDocument,
      {},
      {
        onData: (data) => {
          this.#onStreams(data);
        },
        onError,
      },
    );
    const leaveMoments = follow(
      FollowMomentsDocument,
      {},
      {
        onData: (data) => {
          this.#onMoment(data);
        },
        onError,
      },
    );
    void this.#loadMoments();
    return () => {
      leaveStreams();
      leaveMoments();
    };
  }

  #onStreams({ streams: { kind, streams } }: FollowStreamsSubscription): void {
    if (kind === "SNAPSHOT") {
      const ids = new Set(streams.map(({ id }) => id));
      for (const id of this.entries.keys()) if (!ids.has(id)) this.entries.delete(id);
      void this.#loadHours();
    }
    for (const now of streams) this.#take(now);
    this.isLoaded = true;
    this.error = null;
    this.touch();
  }

  #take(now: StreamNow): void {
    const known = this.entries.get(now.id);
    const timeline = known?.timeline ?? emptyHour();
    if (now.window) note(timeline, now.window);
    this.entries.set(now.id, { now, timeline, moment: known?.moment ?? null });
  }

  #onMoment({ moments: event }: FollowMomentsSubscription): void {
    if (event.__typename === "GapNotice") void this.#loadMoments();
    else this.#stoodOut([event.moment]);
  }

  /** Newer word of a moment that is known replaces it, unless it is older word from a query. */
  #stoodOut(moments: readonly MomentLineFragment[], isPast = false): void {
    const byId = new Map(this.moments.map((moment) => [moment.id, moment]));
    for (const moment of moments) if (!isPast || !byId.has(moment.id)) byId.set(moment.id, moment);
    this.moments = [...byId.values()]
      .sort((one, other) => instant(other.startedAt) - instant(one.startedAt))
      .slice(0, KEPT_MOMENTS);
    for (const moment of [...this.moments].reverse()) this.#credit(moment);
    this.touch();
  }

  #credit(moment: MomentLineFragment): void {
    const entry = this.entries.get(moment.streamId);
    if (!entry) return;
    const isNewer =
      entry.moment === null || instant(moment.startedAt) >= instant(entry.moment.startedAt);
    if (isNewer && entry.moment !== moment) this.entries.set(moment.streamId, { ...entry, moment });
  }

  async #loadMoments(): Promise<void> {
    const { data } = await client.query({
      query: LatestMomentsDocument,
      fetchPolicy: "no-cache",
      errorPolicy: "all",
    });
    this.areMomentsLoaded = true;
    this.#stoodOut(data?.moments.edges.map(({ node }) => node) ?? [], true);
  }

  async #loadHours(): Promise<void> {
    let after: string | null = null;
    do {
      const page: StreamsLastHourQuery["streams"] | undefined = (
        await client.query({
          query: StreamsLastHourDocument,
          variables: { after },
          fetchPolicy: "no-cache",
          errorPolicy: "all",
        })
      ).data?.streams;
      for (const { node } of page?.edges ?? []) this.#takeHour(node);
      this.touch();
      after = page?.pageInfo.hasNextPage === true ? page.pageInfo.endCursor : null;
    } while (after !== null);
  }

  #takeHour({
    id,
    metrics,
    moments,
  }: StreamsLastHourQuery["streams"]["edges"][number]["node"]): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    for (const minute of metrics) note(entry.timeline, minute);
    this.entries.set(id, { ...entry });
    for (const { node } of moments.edges) this.#credit(node);
  }
}
