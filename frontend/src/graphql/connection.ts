/** How the socket does, for whoever wants to show it. */
import { Cell, useCell } from "../lib/signal";
import { SECOND } from "../lib/time";

export interface Connection {
  /** `idle`: nobody follows anything, so that nothing is open. */
  phase: "idle" | "connecting" | "open" | "lost";
  /** Since when it is in this phase. */
  since: number;
  /** When an update last came, to the second; null before any. A SNAPSHOT is none: it may be old. */
  dataAt: number | null;
}

const state = new Cell<Connection>({ phase: "idle", since: Date.now(), dataAt: null });

export const useConnection = (): Connection => useCell(state);

/** Enters a phase; to enter it again changes nothing. */
export function enter(phase: Connection["phase"]): void {
  if (state.get().phase !== phase) state.set({ ...state.get(), phase, since: Date.now() });
}

/** An update has come. */
export function heard(): void {
  const now = Date.now();
  const { dataAt } = state.get();
  if (dataAt === null || now - dataAt >= SECOND) state.set({ ...state.get(), dataAt: now });
}
