/** Where a chart has no data although it has some before and after. */
import type { Points } from "../lib/timeline";
import type { Domain } from "./view";

export function gaps({ times, values, step }: Points): Domain[] {
  const found: Domain[] = [];
  let end: number | null = null;
  for (let index = 0; index < times.length; index++) {
    if (Number.isNaN(values[index] ?? NaN)) continue;
    const time = times[index] ?? 0;
    if (end !== null && time - end > step * 0.5) found.push({ from: end, to: time });
    end = time + step;
  }
  return found;
}
