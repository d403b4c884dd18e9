/** What a chart is given to show. */
import type { Level } from "../lib/severity";
import type { Colour } from "../lib/colour";
import type { Signal } from "../lib/signal";
import type { Points } from "../lib/timeline";
import type { Domain } from "./view";

/** `ribbon`: bars up and down from 0, in the colours of good and bad. */
export type Kind = "line" | "area" | "ribbon";

export interface Series {
  name: string;
  points: Points;
  colour: Colour;
}

/** Where a chart reads its lines: anew whenever `signal` says that they changed. */
export interface Source {
  signal: Signal;
  read: (domain: Domain) => readonly Series[];
}

/** A time in which something stood out. */
export interface Band {
  id: string;
  from: number;
  to: number;
  peak: number;
  severity: Level;
  label: string;
}
