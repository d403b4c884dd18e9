/** The clock on the wall, once a second, for ages. */
import { useSyncExternalStore } from "react";

import { SECOND } from "./time";

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** With nobody looking, nothing ticks. */
function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) timer = setInterval(tick, SECOND);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
