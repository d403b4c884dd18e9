/** What an overlay shows of its stream: the newest window, and one line. */
import { client } from "../../graphql/client";
import { OverlayHourDocument } from "../../graphql/generated";
import { Lines } from "../../graphql/lines";
import type { Metric } from "../../graphql/metrics";
import { Windows } from "../../graphql/windows";
import { MINUTE } from "../../lib/time";

export class OverlayStore {
  readonly windows: Windows;
  readonly lines: Lines | null;
  #isAsked = false;

  constructor(
    readonly id: string,
    chart: Metric | null,
    private readonly span: number,
  ) {
    this.windows = new Windows(
      [id],
      (one, window) => {
        this.lines?.hear(one, window);
        this.#reach();
      },
      (one) => this.lines?.forget(one),
    );
    const { latest } = this.windows;
    const onChange = (): void => this.windows.touch();
    this.lines =
      chart && new Lines([id], chart, "MINUTE", MINUTE, span / MINUTE + 5, latest, onChange);
  }

  /** Follows until the returned function is called. */
  start(): () => void {
    return this.windows.start();
  }

  #reach(): void {
    const { newest } = this.windows;
    if (newest === null) return;
    void this.lines?.reach(newest + MINUTE - this.span, newest + MINUTE);
    if (!this.#isAsked) void this.#ask();
  }

  /** Once it is followed: a minute that closes in between is heard of. */
  async #ask(): Promise<void> {
    this.#isAsked = true;
    const { data } = await client.query({
      query: OverlayHourDocument,
      variables: { id: this.id },
      fetchPolicy: "no-cache",
      errorPolicy: "all",
    });
    for (const window of data?.metrics ?? []) this.windows.take(this.id, window);
    this.#isAsked = data !== undefined;
    this.windows.touch();
  }
}
