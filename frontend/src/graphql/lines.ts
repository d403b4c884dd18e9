/** One metric of several streams over time: what is past by a query, what is new as it is heard. */
import { instant, iso } from "../lib/time";
import { Timeline } from "../lib/timeline";
import { client } from "./client";
import { SeriesOfDocument, type EveryMetricFragment, type Step } from "./generated";
import type { Metric } from "./metrics";

/** What is held of one stream. A gap begins another, so that answers from before it are known as such. */
interface Held {
  /** From here on all is held; infinite before the first answer. */
  from: number;
  /** Up to where to ask is not known before a window was heard, nor what is closed. */
  isHeard: boolean;
  isBehindGap: boolean;
}

export class Lines {
  readonly timelines: ReadonlyMap<string, Timeline<"value">>;
  error: string | null = null;
  isLoaded = false;
  readonly #held = new Map<string, Held>();
  #isAsking = false;
  #asked = 0;

  /** Only windows of a minute are heard of; longer ones are asked for again. */
  constructor(
    ids: readonly string[],
    readonly metric: Metric,
    private readonly step: Step,
    readonly milliseconds: number,
    capacity: number,
    private readonly latest: ReadonlyMap<string, EveryMetricFragment>,
    private readonly onChange: () => void,
  ) {
    this.timelines = new Map(
      ids.map((id) => [id, new Timeline(["value"], milliseconds, capacity)]),
    );
    for (const id of ids)
      this.#held.set(id, { from: Infinity, isHeard: false, isBehindGap: false });
  }

  /** Whether nothing is missing behind a gap any more. */
  get isWhole(): boolean {
    return ![...this.#held.values()].some(
      ({ from, isBehindGap }) => isBehindGap && from === Infinity,
    );
  }

  get #isLive(): boolean {
    return this.step === "MINUTE";
  }

  /** A window has changed. */
  hear(id: string, window: EveryMetricFragment): void {
    const held = this.#held.get(id);
    if (held) held.isHeard = true;
    if (!this.#isLive) return;
    this.timelines.get(id)?.upsert({
      time: instant(window.timestamp),
      revision: window.revision,
      isFinal: window.isFinal,
      values: { value: window[this.metric.field] },
    });
  }

  /** Something was missed: windows that were open are not drawn on, and all is asked for again. */
  forget(id: string): void {
    this.#held.set(id, { from: Infinity, isHeard: false, isBehindGap: true });
    this.timelines.get(id)?.forgetOpen();
  }

  /** Makes sure that of streams that were heard all windows from then on are held, up to `to` at the first time. */
  async reach(from: number, to: number): Promise<void> {
    const lacking = new Map([...this.#heard].filter(([, held]) => from < held.from));
    if (this.#isAsking || lacking.size === 0) return;
    const froms = [...lacking.values()].map((held) => Math.min(held.from, to));
    this.#isAsking = true;
    this.error = await this.ask(from, Math.max(...froms), lacking);
    this.#isAsking = false;
    if (this.error === null) {
      for (const held of lacking.values()) held.from = from;
      this.isLoaded = true;
    }
    this.onChange();
  }

  /** Asks for these windows whether they are held or not; says what went wrong, or null. */
  async ask(
    from: number,
    to: number,
    of: ReadonlyMap<string, Held> = this.#heard,
  ): Promise<string | null> {
    const closed = new Map([...of.keys()].map((id) => [id, this.#closedUpTo(id)]));
    const { data, error } = await client.query({
      query: SeriesOfDocument,
      variables: {
        ids: [...of.keys()],
        metric: this.metric.name,
        from: iso(from),
        to: iso(Math.max(to, from + this.milliseconds)),
        step: this.step,
      },
      fetchPolicy: "no-cache",
      errorPolicy: "all",
    });
    this.#asked += 1;
    for (const { streamId, timestamps, values } of data?.series ?? [])
      if (this.#held.get(streamId) === of.get(streamId))
        timestamps.forEach((time, index) => {
          const start = instant(time);
          const isFinal = start + this.milliseconds <= (closed.get(streamId) ?? -Infinity);
          this.#fill(streamId, start, values[index] ?? null, isFinal);
        });
    return error?.message ?? null;
  }

  get #heard(): ReadonlyMap<string, Held> {
    return new Map([...this.#held].filter(([, held]) => held.isHeard));
  }

  /** What was heard is as new as what was asked for, or newer; what was asked for later is newer. */
  #fill(id: string, time: number, value: number | null, isFinal: boolean): void {
    if (value === null) return;
    const revision = this.#isLive ? 0 : this.#asked;
    this.timelines.get(id)?.upsert({ time, revision, isFinal, values: { value } });
  }

  /** Windows that end later may still change, and are heard of when they close. */
  #closedUpTo(id: string): number {
    const watermark = this.latest.get(id)?.watermark ?? null;
    return watermark === null ? -Infinity : instant(watermark);
  }
}
