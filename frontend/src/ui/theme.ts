/** Dark or light: the system's, unless the reader chose; and the theme's colours for a canvas. */
import type { Colour } from "../lib/colour";
import { Cell, useCell } from "../lib/signal";

export type Choice = "system" | "dark" | "light";

const KEY = "telemetra.theme";
const system = window.matchMedia("(prefers-color-scheme: light)");

/** In a frame of another page a browser may refuse us any memory. */
function memory(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function stored(): Choice {
  const value = memory()?.getItem(KEY);
  return value === "dark" || value === "light" ? value : "system";
}

const choice = new Cell<Choice>(stored());
const theme = new Cell<"dark" | "light">("dark");
const colours = new Map<string, string>();

function apply(): void {
  const chosen = choice.get();
  const next = chosen === "system" ? (system.matches ? "light" : "dark") : chosen;
  document.documentElement.dataset["theme"] = next;
  colours.clear();
  theme.set(next);
}

system.addEventListener("change", apply);
apply();

export function choose(next: Choice): void {
  if (next === "system") memory()?.removeItem(KEY);
  else memory()?.setItem(KEY, next);
  choice.set(next);
  apply();
}

export const useChoice = (): Choice => useCell(choice);
export const useTheme = (): "dark" | "light" => useCell(theme);

/** A theme's colour as a canvas wants it; renders that draw with it have to use `useTheme`. */
export function colour(name: Colour | `--${string}`): string {
  const known = colours.get(name);
  if (known !== undefined) return known;
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  colours.set(name, value);
  return value;
}
