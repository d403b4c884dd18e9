/** Several streams as they are followed -> lines of one metric at a time, over whatever time is seen. */
import type { Domain, View } from "../../charts/view";
import { Lines } from "../../graphql/lines";
import type { Metric } from "../../graphql/metrics";
import { Windows } from "../../graphql/windows";
import { HOUR, instant, MINUTE } from "../../lib/time";

const COARSE = 15 * MINUTE;
/** Longer views are drawn from windows of 15 minutes. */
const LONGEST_FINE = 26 * HOUR;

export class CompareStore {
  readonly windows: Windows;
  /** Those of metrics that were looked at before are kept. */
  readonly #held = new Map<string, Lines>();
  #closedAt = 0;

  constructor(
    ids: readonly string[],
    readonly view: View,
  ) {
    this.windows = new Windows(
      ids,
      (id, window) => {
        for (const lines of this.#held.values()) lines.hear(id, window);
        view.extend((this.windows.newest ?? 0) + MINUTE);
        if (window.isFinal) this.#onClosed(instant(window.timestamp));
      },
      (id) => {
        for (const lines of this.#held.values()) lines.forget(id);
      },
    );
  }

  /** Follows until the returned function is called. */
  start(): () => void {
    return this.windows.start();
  }

  /** What a chart of this metric and domain is drawn from. */
  linesFor(metric: Metric, { from, to }: Domain): Lines {
    const isFine = to - from <= LONGEST_FINE;
    const key = `${metric.name} ${isFine}`;
    const lines = this.#held.get(key) ?? this.#begun(metric, isFine);
    this.#held.set(key, lines);
    return lines;
  }

  /** Asks for what is to be seen and is not held. What failed waits for `retry`. */
  reach(metric: Metric, seen: Domain): void {
    const lines = this.linesFor(metric, seen);
    const { newest } = this.windows;
    if (newest !== null && lines.error === null) void lines.reach(seen.from, newest + MINUTE);
  }

  retry(metric: Metric, seen: Domain): void {
    this.linesFor(metric, seen).error = null;
    this.reach(metric, seen);
  }

  #begun(metric: Metric, isFine: boolean): Lines {
    const { ids, latest } = this.windows;
    const onChange = (): void => this.windows.touch();
    const lines = isFine
      ? new Lines(ids, metric, "MINUTE", MINUTE, 7 * 1440, latest, onChange)
      : new Lines(ids, metric, "MINUTES_15", COARSE, 90 * 96, latest, onChange);
    for (const [id, window] of latest) lines.hear(id, window);
    return lines;
  }

  /** A minute has closed: the quarter of an hour that it is in has changed. */
  #onClosed(time: number): void {
    if (time <= this.#closedAt) return;
    this.#closedAt = time;
    for (const lines of this.#held.values())
      if (lines.milliseconds === COARSE && lines.isLoaded)
        void lines.ask(time - 2 * COARSE, time + MINUTE).then(() => this.windows.touch());
  }
}
