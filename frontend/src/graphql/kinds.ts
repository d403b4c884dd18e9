/** What each kind of moment is called, of one and of many. */
import type { MomentType } from "./generated";

export const KINDS: Record<MomentType, { one: string; many: string }> = {
  CHAT_SPIKE: { one: "Chat spike", many: "Chat spikes" },
  VIEWER_DROP: { one: "Viewer drop", many: "Viewer drops" },
};

export const KIND_NAMES = Object.keys(KINDS) as MomentType[];
