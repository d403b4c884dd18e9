/** The same updates for both charts: six lines of 1 440 minutes, 100 updates a second, a minute in six. */
export const LINES = 6;
export const MINUTES = 1440;
const MINUTE = 60_000;
const UPDATES_A_SECOND = 100;
const UPDATES_A_MINUTE = 600;

export const START = Date.UTC(2026, 0, 5);

/** What line `line` says in minute `minute` after `updates` updates: waves with a little noise. */
export function value(line: number, minute: number, updates: number): number {
  const noise = Math.sin(12.9898 * (minute * LINES + line) + 0.01 * updates) * 43758.5453;
  const wave = Math.sin(minute / (40 + 9 * line)) + 0.4 * Math.sin(minute / (7 + line));
  return Math.round(1000 * (line + 1) + 400 * wave + 150 * (noise - Math.floor(noise)));
}

export interface Update {
  line: number;
  /** Of the minute. */
  time: number;
  value: number;
  /** Counts all updates. */
  revision: number;
  /** The first of a new minute: the one before is closed. */
  isFirst: boolean;
}

export const timeOf = (minute: number): number => START + minute * MINUTE;

function updateOf(revision: number): Update {
  const minute = MINUTES + Math.floor(revision / UPDATES_A_MINUTE);
  const line = revision % LINES;
  return {
    line,
    time: timeOf(minute),
    value: value(line, minute, revision % UPDATES_A_MINUTE),
    revision,
    isFirst: revision % UPDATES_A_MINUTE === 0,
  };
}

declare global {
  interface Window {
    /** Stops the feed: what is on screen can be compared. */
    pauseFeed: () => void;
    resumeFeed: () => void;
  }
}

/** Calls for each update when it is due, all that are late at once. */
export function start(onUpdate: (update: Update) => void): void {
  let sent = 0;
  let isPaused = false;
  let from = performance.now();
  setInterval(() => {
    const due = isPaused ? sent : ((performance.now() - from) / 1000) * UPDATES_A_SECOND;
    while (sent < due) onUpdate(updateOf(sent++));
  }, 1000 / UPDATES_A_SECOND);
  window.pauseFeed = () => {
    isPaused = true;
  };
  window.resumeFeed = () => {
    from = performance.now() - (sent * 1000) / UPDATES_A_SECOND;
    isPaused = false;
  };
}
