/** Line icons of 16 pixels, drawn here: no font, no download. */
import type { ReactElement } from "react";

const PATHS = {
  alert: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.75v4M8 11v.25",
  arrowLeft: "M10 3.5 5.5 8l4.5 4.5",
  arrowRight: "M6 3.5 10.5 8 6 12.5",
  close: "m4 4 8 8m0-8-8 8",
  down: "M8 3v10M4 9l4 4 4-4",
  download: "M8 2v8m0 0L5 7m3 3 3-3M3 13h10",
  key: "M5.5 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.6 8.4l6-6M10.5 5.5l2 2",
  moon: "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm3.5-1.5L14 14",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  system: "M2 3h12v8H2zM6 14h4M8 11v3",
  table: "M2 3h12v10H2zM2 6.5h12M2 10h12M6 6.5V13",
  chart: "M2 2v12h12M5 10l3-3 2 2 4-5",
  up: "M8 13V3M4 7l4-4 4 4",
  wave: "M1 8h3l2-5 4 10 2-5h3",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }): ReactElement {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden>
      <path d={PATHS[name]} strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
