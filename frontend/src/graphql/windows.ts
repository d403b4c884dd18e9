/** The newest window of each of several streams, as it changes. */
import { Signal } from "../lib/signal";
import { instant } from "../lib/time";
import { follow, type FollowError } from "./follow";
import {
  FollowWindowsDocument,
  type EveryMetricFragment,
  type FollowWindowsSubscription,
  type GapFragment,
} from "./generated";

type Heard = (id: string, window: EveryMetricFragment) => void;

const isNewer = (one: EveryMetricFragment, other: EveryMetricFragment): boolean =>
  one.timestamp === other.timestamp
    ? one.revision >= other.revision
    : one.timestamp > other.timestamp;

export class Windows extends Signal {
  /** The newest by time, with its newest revision. */
  readonly latest = new Map<string, EveryMetricFragment>();
  /** The newest that is closed: counts of an open minute still grow. */
  readonly closed = new Map<string, EveryMetricFragment>();
  readonly errors = new Map<string, FollowError>();
  /** The last gap, and whose, until the reader has seen it. */
  gap: (GapFragment & { of: string }) | null = null;

  constructor(
    readonly ids: readonly string[],
    /** Is told of each window, also of those that are not the newest. */
    private readonly onWindow: Heard,
    /** Windows have changed that nobody will be told of. */
    private readonly onGap: (id: string) => void,
  ) {
    super();
  }

  /** Follows until the returned function is called. */
  start(): () => void {
    const leave = this.ids.map((id) =>
      follow(
        FollowWindowsDocument,
        { id },
        {
          onData: (data) => this.#onEvent(id, data),
          onError: (error) => {
            this.errors.set(id, error);
            this.touch();
          },
        },
      ),
    );
    return () => leave.forEach((end) => end());
  }

  dismissGap(): void {
    this.gap = null;
    this.touch();
  }

  /** The start of the newest window of all; null without one. */
  get newest(): number | null {
    const times = [...this.latest.values()].map(({ timestamp }) => instant(timestamp));
    return times.length > 0 ? Math.max(...times) : null;
  }

  #onEvent(id: string, { metrics: event }: FollowWindowsSubscription): void {
    this.errors.delete(id);
    if (event.__typename === "GapNotice") {
      this.gap = { ...event, of: id };
      this.onGap(id);
    } else {
      this.take(id, event.window);
      this.onWindow(id, event.window);
    }
    this.touch();
  }

  /** Word of a window, from wherever it comes: the newer one stays. */
  take(id: string, window: EveryMetricFragment): void {
    const known = this.latest.get(id);
    if (!known || isNewer(window, known)) this.latest.set(id, window);
    const closed = this.closed.get(id);
    if (window.isFinal && (!closed || isNewer(window, closed))) this.closed.set(id, window);
  }
}
