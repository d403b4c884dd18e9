/** The API key that is asked with, and whether the API wants one. It is in no address that we write. */
import { Cell, useCell } from "../lib/signal";

const NAME = "telemetra.key";
const OVERLAY = "/overlay/";

export const UNKNOWN = "No such key is known here. It may be mistyped, or was revoked.";

export interface Access {
  /** Null without one. */
  key: string | null;
  /** The API has turned us away: there is nothing to show before it gets a key. */
  isWanted: boolean;
  /** What is wrong with the key that it got last; null where it got none. */
  fault: string | null;
}

/** Of this tab, then of this device; in a frame of another page a browser may refuse us both. */
function memories(): Storage[] {
  try {
    return [window.sessionStorage, window.localStorage];
  } catch {
    return [];
  }
}

/** An overlay cannot ask: it is told its key behind #, which no browser sends to a server. */
function inAddress(): string | null {
  if (typeof window === "undefined" || !window.location.pathname.startsWith(OVERLAY)) return null;
  return new URLSearchParams(window.location.hash.slice(1)).get("key");
}

function stored(): string | null {
  const remembered = memories().map((memory) => memory.getItem(NAME));
  return inAddress() ?? remembered.find((key) => key !== null) ?? null;
}

const state = new Cell<Access>({ key: stored(), isWanted: false, fault: null });

export const access = state.get;
export const useAccess = (): Access => useCell(state);
export const onAccess = state.subscribe;
export const heldKey = (): string | null => access().key;

/** Whether it is still there after this tab was closed. */
export function isRemembered(): boolean {
  const [, device] = memories();
  return device?.getItem(NAME) === heldKey();
}

function drop(key: string | null): void {
  for (const memory of memories()) if (memory.getItem(NAME) === key) memory.removeItem(NAME);
}

/** Asks with this key from now on. */
export function holdKey(key: string, remember: boolean): void {
  const [tab, device] = memories();
  (remember ? device : tab)?.setItem(NAME, key);
  state.set({ key, isWanted: false, fault: null });
}

/** Asks without a key, and finds out whether one is wanted. */
export function forgetKey(): void {
  for (const memory of memories()) memory.removeItem(NAME);
  state.set({ key: null, isWanted: false, fault: null });
}

/** The API has turned away who asked with this key, or with none. */
export function refuseKey(key: string | null, fault: string = UNKNOWN): void {
  if (key !== heldKey()) return; // Another one is held by now.
  drop(key);
  state.set({ key: null, isWanted: true, fault: key === null ? access().fault : fault });
}

/** Another tab has remembered or forgotten a key, or the address has another. */
export function rereadKey(): void {
  const key = stored();
  if (key !== heldKey()) state.set({ key, isWanted: false, fault: null });
}
