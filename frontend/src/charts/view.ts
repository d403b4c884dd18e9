/** How all charts of a page are seen: over which time, where the reader points, and which as tables. */
import { Cell } from "../lib/signal";
import { MINUTE } from "../lib/time";

export interface Domain {
  from: number;
  to: number;
}

const SHORTEST = 2 * MINUTE;

export class View {
  /** Null until there is data to end at. */
  readonly domain = new Cell<Domain | null>(null);
  /** Whether the end moves on with the newest data. */
  readonly isTailing = new Cell(true);
  /** The crosshair's time; null without one. */
  readonly pointed = new Cell<number | null>(null);
  /** What is being marked, to be looked at closely. */
  readonly brushed = new Cell<Domain | null>(null);
  /** The titles of the charts that are read as tables. */
  readonly tables = new Cell<ReadonlySet<string>>(new Set());
  #newest: number | null = null;

  constructor(public span: number) {}

  get newest(): number | null {
    return this.#newest;
  }

  /** Data ends here now. Who looks back is left alone. */
  extend(newest: number): void {
    if (this.#newest !== null && newest <= this.#newest) return;
    this.#newest = newest;
    if (this.isTailing.get()) this.domain.set({ from: newest - this.span, to: newest });
  }

  /** The newest data over this long, and on with it. */
  tail(span: number): void {
    this.span = span;
    this.isTailing.set(true);
    if (this.#newest !== null) this.domain.set({ from: this.#newest - span, to: this.#newest });
  }

  /** A time of its own: the tail is let go, unless it holds the newest data's end. */
  show(from: number, to: number): void {
    const length = Math.max(SHORTEST, to - from);
    this.isTailing.set(false);
    this.domain.set({ from: to - length, to });
  }

  /** Whether this chart is read as a table from now on. */
  tabulate(title: string, isTable: boolean): void {
    const others = [...this.tables.get()].filter((one) => one !== title);
    this.tables.set(new Set(isTable ? [...others, title] : others));
  }

  /** Back or forth by a part of what is seen; beyond the newest data the tail is taken up again. */
  pan(part: number): void {
    const seen = this.domain.get();
    if (seen === null || this.#newest === null) return;
    const length = seen.to - seen.from;
    const to = seen.to + part * length;
    if (to >= this.#newest && part > 0) this.tail(length);
    else this.show(to - length, to);
  }

  /** Closer (below 1) or wider (above 1), around the crosshair or the middle. */
  zoom(factor: number): void {
    const seen = this.domain.get();
    if (seen === null) return;
    const length = (seen.to - seen.from) * factor;
    const middle = this.pointed.get() ?? (seen.from + seen.to) / 2;
    const from = middle - ((middle - seen.from) / (seen.to - seen.from)) * length;
    const to = Math.min(from + length, this.#newest ?? from + length);
    this.show(to - length, to);
  }
}
