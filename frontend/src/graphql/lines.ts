/** One metric of several streams over time: what is past by a query, what is new as it is heard. */
import { instant, iso } from "../lib/time";
import { Timeline } from "../lib/timeline";
import { client } from "./client";
import { SeriesOfDocument, type EveryMetricFragment, type Step } from "./generated";
import type { Metric } from "./metrics";

export class Lines {
  readonly timelines: ReadonlyMap<string, Timeline<"value">>;
  error: string | null = null;
  isLoaded = false;
  /** From here on all is held; null before the first answer, and after a gap. */
  #from: number | null = null;
  #isAsking = false;
  #isBroken = false;
  /** Of these nothing was heard since their gap: up to where to ask is not known. */
  readonly #unheard = new Set<string>();
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
  }

  /** Whether nothing is missing behind a gap any more. */
  get isWhole(): boolean {
    return !this.#isBroken;
  }

  get #isLive(): boolean {
    return this.step === "MINUTE";
  }

  /** A window has changed. */
  hear(id: string, window: EveryMetricFragment): void {
    this.#unheard.delete(id);
    if (!this.#isLive) return;
    this.timelines.get(id)?.upsert({
      time: instant(window.timestamp),
      revision: window.revision,
      isFinal: window.isFinal,
      values: { value: window[this.metric.field] },
    });
  }

  /** Something was missed: windows that were open are not drawn on; the next answer takes the place of all. */
  forget(id: string): void {
    this.#from = null;
    this.#isBroken = true;
    this.#unheard.add(id);
    this.timelines.get(id)?.forgetOpen();
  }

  /** Makes sure that all windows from then on are held, up to `to` at the first time. */
  async reach(from: number, to: number): Promise<void> {
    if (this.#isAsking || this.#unheard.size > 0 || (this.#from !== null && from >= this.#from))
      return;
    this.#isAsking = true;
    this.error = await this.ask(from, this.#from ?? to);
    this.#isAsking = false;
    if (this.error === null) {
      this.#from = from;
      this.isLoaded = true;
    }
    this.onChange();
  }

  /** Asks for these windows whether they are held or not; says what went wrong, or null. */
  async ask(from: number, to: number): Promise<string | null> {
    const { data, error } = await client.query({
      query: SeriesOfDocument,
      variables: {
        ids: [...this.timelines.keys()],
        metric: this.metric.name,
        from: iso(from),
        to: iso(Math.max(to, from + this.milliseconds)),
        step: this.step,
      },
      fetchPolicy: "no-cache",
      errorPolicy: "all",
    });
    if (data && this.#isBroken) this.#begin();
    this.#asked += 1;
    for (const { streamId, timestamps, values } of data?.series ?? [])
      timestamps.forEach((time, index) => {
        this.#fill(streamId, instant(time), values[index] ?? null);
      });
    return error?.message ?? null;
  }

  #begin(): void {
    this.#isBroken = false;
    for (const [id, timeline] of this.timelines) {
      timeline.clear();
      const window = this.latest.get(id);
      if (window) this.hear(id, window);
    }
  }

  /** What was heard is as new as what was asked for, or newer; what was asked for later is newer. */
  #fill(id: string, time: number, value: number | null): void {
    if (value === null) return;
    this.timelines.get(id)?.upsert({
      time,
      revision: this.#isLive ? 0 : this.#asked,
      isFinal: this.#isClosed(id, time + this.milliseconds),
      values: { value },
    });
  }

  #isClosed(id: string, end: number): boolean {
    const watermark = this.latest.get(id)?.watermark ?? null;
    return watermark !== null && end <= instant(watermark);
  }
}
