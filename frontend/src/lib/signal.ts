/** Something that changes often -> at most one React commit an animation frame, and few of what is read. */
import { useSyncExternalStore } from "react";

/** A hidden page gets no animation frames, and its title still tells. */
const HIDDEN_MILLISECONDS = 500;
/** Nobody reads a number that changes more often. */
const CALM_MILLISECONDS = 250;

type Listener = () => void;

const touched = new Set<Signal>();
let frame: number;
let timer: ReturnType<typeof setTimeout>;

/** All that was touched since the last frame is told of in one go, so that React commits once. */
function announce(): void {
  cancelAnimationFrame(frame);
  clearTimeout(timer);
  const signals = [...touched];
  touched.clear();
  for (const signal of signals) signal.announce();
}

function touch(signal: Signal): void {
  const isAnnounced = touched.size > 0;
  touched.add(signal);
  if (isAnnounced) return;
  frame = requestAnimationFrame(announce);
  timer = setTimeout(announce, HIDDEN_MILLISECONDS);
}

export class Signal {
  #version = 0;
  #isResting = false;
  #isWaited = false;
  readonly #listeners = new Set<Listener>();
  readonly #readers = new Set<Listener>();

  readonly subscribe = (listener: Listener): Listener => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears of a change at once, and of further ones four times a second. */
  readonly subscribeCalmly = (reader: Listener): Listener => {
    this.#readers.add(reader);
    return () => this.#readers.delete(reader);
  };

  readonly version = (): number => this.#version;

  /** Says that something changed; listeners hear of it with the next frame, once. */
  touch(): void {
    touch(this);
  }

  /** Tells the listeners. */
  announce(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
    this.#isWaited = this.#isResting;
    if (this.#isResting || this.#readers.size === 0) return;
    for (const reader of this.#readers) reader();
    this.#isResting = true;
    setTimeout(() => {
      this.#isResting = false;
      if (this.#isWaited) this.touch();
    }, CALM_MILLISECONDS);
  }
}

/** Renders again when the signal has changed; the number is good as a dependency. */
export function useSignal(signal: Signal): number {
  return useSyncExternalStore(signal.subscribe, signal.version);
}

/** The same, for what is read rather than watched. */
export function useCalm(signal: Signal): number {
  return useSyncExternalStore(signal.subscribeCalmly, signal.version);
}

/** One value that many look at. */
export class Cell<Value> extends Signal {
  #value: Value;

  constructor(value: Value) {
    super();
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  set(value: Value): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    this.touch();
  }
}

export function useCell<Value>(cell: Cell<Value>): Value {
  return useSyncExternalStore(cell.subscribe, cell.get);
}
