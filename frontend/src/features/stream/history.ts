/** Which part of the past a timeline holds, and the queries that fill in what it lacks. */
import { client } from "../../graphql/client";
import { StreamHistoryDocument, type Step } from "../../graphql/generated";
import { iso, MINUTE } from "../../lib/time";
import { Timeline } from "../../lib/timeline";
import { METRICS, rowOf, type Metric } from "./metrics";

export class History {
  readonly timeline: Timeline<Metric>;
  /** From here on all is held; null before the first answer, and after a gap. */
  #from: number | null = null;
  #gaps = 0;
  #isAsking = false;
  isLoaded = false;
  error: string | null = null;

  constructor(
    private readonly id: string,
    private readonly step: Step,
    milliseconds: number,
    capacity: number,
    private readonly onChange: () => void,
  ) {
    this.timeline = new Timeline(METRICS, milliseconds, capacity);
  }

  /** Whether nothing is missing behind a gap any more. */
  get isWhole(): boolean {
    return this.#from !== null;
  }

  /** Something was missed: windows that were open are not drawn on; all is asked for again with the next `reach`. */
  forget(): void {
    this.#from = null;
    this.#gaps += 1;
    this.timeline.forgetOpen();
  }

  /** Nothing that is held is true any more. */
  clear(): void {
    this.forget();
    this.timeline.clear();
    this.isLoaded = false;
  }

  /** Makes sure that all windows from then on are held, up to `to` at the first time. */
  async reach(from: number, to: number): Promise<void> {
    if (this.#isAsking || (this.#from !== null && from >= this.#from)) return;
    this.#isAsking = true;
    const gaps = this.#gaps;
    this.error = await this.ask(from, this.#from ?? to);
    this.#isAsking = false;
    if (this.error === null) {
      // What was asked for before a gap says nothing of what was missed in it.
      if (gaps === this.#gaps) this.#from = from;
      this.isLoaded = true;
    }
    this.onChange();
  }

  /** Asks for these windows whether they are held or not; says what went wrong, or null. */
  async ask(from: number, to: number): Promise<string | null> {
    const { data, error } = await client.query({
      query: StreamHistoryDocument,
      variables: {
        id: this.id,
        from: iso(from),
        to: iso(Math.max(to, from + MINUTE)),
        step: this.step,
      },
      fetchPolicy: "no-cache",
      errorPolicy: "all",
    });
    for (const window of data?.metrics ?? []) this.timeline.upsert(rowOf(window));
    return error?.message ?? null;
  }
}
