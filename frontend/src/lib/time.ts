/** Times: milliseconds since 1970 inside, the reader's zone on screen, UTC on hover. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const HOURS = { hourCycle: "h23" } as const; // short on an axis, and the same everywhere
const clockFormat = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  ...HOURS,
});
const dayFormat = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const FULL = {
  ...HOURS,
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
} as const;
const fullFormat = new Intl.DateTimeFormat(undefined, FULL);
const yearFormat = new Intl.DateTimeFormat(undefined, { ...FULL, year: "numeric" });

/** An ISO time as milliseconds; microseconds are cut off. */
export const instant = (iso: string): number => Date.parse(iso);

export const iso = (time: number): string => new Date(time).toISOString();

export const clock = (time: number): string => clockFormat.format(time);

/** With its day; with its year where that is not this one. */
export function fullTime(time: number): string {
  const isThisYear = new Date(time).getFullYear() === new Date().getFullYear();
  return (isThisYear ? fullFormat : yearFormat).format(time);
}

/** What a hover over a time says. */
export const utc = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** A label on a time axis: the day at midnight, else the clock. */
export function tickLabel(time: number): string {
  const date = new Date(time);
  return date.getHours() === 0 && date.getMinutes() === 0
    ? dayFormat.format(time)
    : clockFormat.format(time);
}

/** A length of time in its two largest useful units at most: `8 s`, `12 min`, `3 h 5 min`, `2 d`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / SECOND));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return `${Math.floor(hours / 24)} d`;
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** How long ago: `now` within two seconds, and for what lies ahead. */
export function ago(time: number, now: number): string {
  return now - time < 2 * SECOND ? "now" : `${duration(now - time)} ago`;
}

/** A start and an end in one line, the day given where it is not today's. */
export function span(from: number, to: number, now: number): string {
  const isToday = new Date(from).toDateString() === new Date(now).toDateString();
  const day = isToday ? "" : `${dayFormat.format(from)}, `;
  const isOneDay = new Date(from).toDateString() === new Date(to).toDateString();
  return `${day}${clock(from)} – ${isOneDay ? "" : `${dayFormat.format(to)}, `}${clock(to)}`;
}
