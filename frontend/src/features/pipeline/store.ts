/** The subscription of the pipeline -> how it does now, and its last ten minutes since the page was opened. */
import { heard } from "../../graphql/connection";
import { follow, type FollowError } from "../../graphql/follow";
import { FollowPipelineDocument, type FollowPipelineSubscription } from "../../graphql/generated";
import { Signal } from "../../lib/signal";
import { MINUTE, SECOND } from "../../lib/time";
import { Timeline } from "../../lib/timeline";
import { total, type Pipeline } from "./judge";

export type Trace = "delay" | "unread";
export const KEPT = 10 * MINUTE;
/** Readings come about each second: a missing one or two is no gap. */
const STEP = 3 * SECOND;

export const RETRY = 5 * SECOND;

export class PipelineStore extends Signal {
  now: Pipeline | null = null;
  /** When it came; null before the first reading. */
  readAt: number | null = null;
  error: FollowError | null = null;
  readonly timeline = new Timeline<Trace>(["delay", "unread"], STEP, KEPT / SECOND);

  /** Follows until the returned function is called; who looks here has trouble, so it is tried again and again. */
  start(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let leave = (): void => undefined;
    const begin = (): void => {
      leave();
      leave = follow(
        FollowPipelineDocument,
        {},
        {
          onData: (data) => this.#onReading(data),
          onError: (error) => {
            this.error = error;
            this.touch();
            clearTimeout(timer);
            timer = setTimeout(begin, RETRY);
          },
        },
      );
    };
    begin();
    return () => {
      clearTimeout(timer);
      leave();
    };
  }

  #onReading({ pipeline: { pipeline } }: FollowPipelineSubscription): void {
    heard(); // Each event is a reading of its own, the first as well.
    this.now = pipeline;
    this.readAt = Date.now(); // by the reader's own clock: it is compared with it
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
