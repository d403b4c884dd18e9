/** Windows of time -> columns of numbers: sorted, bounded, and the higher revision of a window wins. */

export interface Row<Column extends string> {
  /** The window's start. */
  time: number;
  revision: number;
  isFinal: boolean;
  /** Null is not observed, and is kept as NaN. */
  values: Record<Column, number | null>;
}

/** A view on one column, not a copy: good until the timeline is written again. */
export interface Points {
  times: Float64Array;
  values: Float64Array;
  finals: Uint8Array;
  /** The length of a window: further apart, two points are not joined. */
  step: number;
  /** Another number whenever anything has changed but the open end, the windows behind all final ones. */
  settled: number;
}

export class Timeline<Column extends string> {
  #start = 0;
  #end = 0;
  #settled = 0;
  readonly #times: Float64Array;
  readonly #revisions: Int32Array;
  readonly #finals: Uint8Array;
  readonly #columns: Record<Column, Float64Array>;

  /** Keeps the newest `capacity` windows of `step` milliseconds. */
  constructor(
    columns: readonly Column[],
    readonly step: number,
    readonly capacity: number,
  ) {
    // Twice the room: the oldest leaves by moving a start, and all move once in `capacity` rows.
    const room = 2 * capacity;
    this.#times = new Float64Array(room);
    this.#revisions = new Int32Array(room);
    this.#finals = new Uint8Array(room);
    this.#columns = Object.fromEntries(
      columns.map((column) => [column, new Float64Array(room)]),
    ) as Record<Column, Float64Array>;
  }

  get length(): number {
    return this.#end - this.#start;
  }

  get first(): number | null {
    return this.length > 0 ? (this.#times[this.#start] ?? null) : null;
  }

  get last(): number | null {
    return this.length > 0 ? (this.#times[this.#end - 1] ?? null) : null;
  }

  clear(): void {
    this.#start = this.#end = 0;
    this.#settled += 1;
  }

  /** Leaves what can change no more: of what is behind it, word was missed. */
  forgetOpen(): void {
    while (this.length > 0 && this.#finals[this.#end - 1] !== 1) this.#end -= 1;
    this.#settled += 1;
  }

  /** Whether it changed anything: an older revision, or the same, does not. */
  upsert(row: Row<Column>): boolean {
    const place = this.#placeOf(row.time);
    const isKnown = place < this.#end && this.#times[place] === row.time;
    if (isKnown && (this.#revisions[place] ?? 0) >= row.revision) return false;
    if (!isKnown && place === this.#start && this.length === this.capacity) return false;
    if (row.isFinal || !this.#isOpenFrom(place)) this.#settled += 1;
    this.#write(isKnown ? place : this.#opened(place), row);
    return true;
  }

  /** The value of the window that starts then; null where there is none. */
  at(time: number, column: Column): number | null {
    const place = this.#placeOf(time);
    const value = this.#columns[column][place];
    const isThere = place < this.#end && this.#times[place] === time;
    return isThere && value !== undefined && !Number.isNaN(value) ? value : null;
  }

  isFinalAt(time: number): boolean {
    const place = this.#placeOf(time);
    return place < this.#end && this.#times[place] === time && this.#finals[place] === 1;
  }

  /** The newest window that is final; null where none is. */
  get lastFinal(): number | null {
    for (let place = this.#end - 1; place >= this.#start; place--)
      if (this.#finals[place] === 1) return this.#times[place] ?? null;
    return null;
  }

  /** The windows that start in [from, to), with one more on each side, so that lines leave the frame. */
  points(column: Column, from: number, to: number): Points {
    const start = Math.max(this.#start, this.#placeOf(from) - 1);
    const end = Math.min(this.#end, this.#placeOf(to) + 1);
    return {
      times: this.#times.subarray(start, end),
      values: this.#columns[column].subarray(start, end),
      finals: this.#finals.subarray(start, end),
      step: this.step,
      settled: this.#settled,
    };
  }

  /** Whether no window from there on is final. */
  #isOpenFrom(place: number): boolean {
    return !this.#finals.subarray(place, this.#end).includes(1);
  }

  /** Where the first window stands that starts at `time` or later. */
  #placeOf(time: number): number {
    const newest = this.#times[this.#end - 1];
    if (this.length === 0 || (newest !== undefined && time > newest)) return this.#end;
    let low = this.#start;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle] ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Makes room for one row at `place`, and says where that now is. */
  #opened(place: number): number {
    let at = place;
    if (this.#end === this.#times.length) {
      at -= this.#start;
      this.#move(0, this.#start, this.#end);
      this.#end -= this.#start;
      this.#start = 0;
      this.#settled += 1; // views on what has moved are good for nothing
    }
    this.#move(at + 1, at, this.#end);
    this.#end += 1;
    if (this.length > this.capacity) this.#start += 1;
    return at;
  }

  #move(to: number, from: number, end: number): void {
    for (const array of this.#arrays()) array.copyWithin(to, from, end);
  }

  #arrays(): (Float64Array | Int32Array | Uint8Array)[] {
    return [
      this.#times,
      this.#revisions,
      this.#finals,
      ...Object.values<Float64Array>(this.#columns),
    ];
  }

  #write(place: number, row: Row<Column>): void {
    this.#times[place] = row.time;
    this.#revisions[place] = row.revision;
    this.#finals[place] = row.isFinal ? 1 : 0;
    for (const column of Object.keys(this.#columns) as Column[])
      this.#columns[column][place] = row.values[column] ?? NaN;
  }
}
