/** The subscription of the pipeline -> how it does now, and its last ten minutes since the page was opened. */
import { heard } from "../../graphql/connection";
import { follow, type FollowError } from "../../graphql/follow";
import { FollowPipelineDocument, type FollowPipelineSubscription } from "../../graphql/generated";
import { Signal } from "../../lib/signal";
import { instant, MINUTE, SECOND } from "../../lib/time";
import { Timeline } from "../../lib/timeline";
import { total, type Pipeline } from "./judge";

export type Trace = "delay" | "unread";
export const KEPT = 10 * MINUTE;
/** Readings come about each second: a missing one or two is no gap. */
const STEP = 3 * SECOND;

export class PipelineStore extends Signal {
  now: Pipeline | null = null;
  /** When it was read; null before the first reading. */
  readAt: number | null = null;
  error: FollowError | null = null;
  readonly timeline = new Timeline<Trace>(["delay", "unread"], STEP, KEPT / SECOND);

  /** Follows until the returned function is called. */
  start(): () => void {
    return follow(
      FollowPipelineDocument,
      {},
      {
        onData: (data) => this.#onReading(data),
        onError: (error) => {
          this.error = error;
          this.touch();
        },
      },
    );
  }

  #onReading({ pipeline: { emittedAt, pipeline } }: FollowPipelineSubscription): void {
    heard(); // Each event is a reading of its own, the first as well.
    this.now = pipeline;
    this.readAt = instant(emittedAt);
    this.error = null;
    this.timeline.upsert({
      time: this.readAt,
      revision: 1,
      isFinal: true,
      values: {
        delay: pipeline.relayed?.seconds ?? null,
        unread: total(pipeline.topics.map(({ lag }) => lag)),
      },
    });
    this.touch();
  }
}
