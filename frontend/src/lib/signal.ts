/** Something that changes often -> at most one React commit an animation frame. */
import { useSyncExternalStore } from "react";

// A hidden page gets no animation frames, and its title still tells.
const HIDDEN_MILLISECONDS = 500;

function soon(run: () => void): void {
  if (document.hidden) setTimeout(run, HIDDEN_MILLISECONDS);
  else requestAnimationFrame(run);
}

export class Signal {
  #version = 0;
  #isAnnounced = false;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly version = (): number => this.#version;

  /** Says that something changed; listeners hear of it with the next frame, once. */
  touch(): void {
    if (this.#isAnnounced) return;
    this.#isAnnounced = true;
    soon(() => {
      this.#isAnnounced = false;
      this.#version += 1;
      for (const listener of this.#listeners) listener();
    });
  }
}

/** Renders again when the signal has changed; the number is good as a dependency. */
export function useSignal(signal: Signal): number {
  return useSyncExternalStore(signal.subscribe, signal.version);
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
