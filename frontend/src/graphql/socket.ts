/** One WebSocket for all that the page follows: it comes back by itself, and notices when it is dead. */
import { createClient } from "graphql-ws";

import { SECOND } from "../lib/time";
import { enter } from "./connection";
import { GRAPHQL } from "./http";
import { heldKey, onAccess, refuseKey } from "./key";

const PING_MILLISECONDS = 10 * SECOND;
const PONG_MILLISECONDS = 5 * SECOND;
const LONGEST_WAIT = 10 * SECOND;
const UNAUTHORIZED = 4401;
const FORBIDDEN = 4403;
/** After these nobody waits for the connection to come back. */
const ENDS = [1000, UNAUTHORIZED, FORBIDDEN];

function address(): string {
  const url = new URL(GRAPHQL, window.location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

/** Half a second, then twice as long each time, with chance in it: clients do not come back all at once. */
const wait = (retries: number): number =>
  Math.min(LONGEST_WAIT, 500 * 2 ** retries) * (0.5 + Math.random() / 2);

/** Ends early when the machine wakes or its network is back. */
function patience(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", done);
  });
}

let isEnding: ReturnType<typeof setTimeout> | undefined;

/** The key of the connection that was made last. */
let told: string | null = null;

function onClosed({ code, reason }: CloseEvent): void {
  clearTimeout(isEnding);
  if (code === UNAUTHORIZED) refuseKey(told);
  if (code === FORBIDDEN) refuseKey(told, reason);
  enter(ENDS.includes(code) ? "idle" : "lost");
}

export const socket = createClient({
  url: address,
  connectionParams: () => {
    told = heldKey();
    return told === null ? undefined : { apiKey: told };
  },
  keepAlive: PING_MILLISECONDS,
  connectionAckWaitTimeout: PONG_MILLISECONDS,
  lazyCloseTimeout: 3 * SECOND,
  retryAttempts: Infinity,
  retryWait: (retries) => patience(wait(retries)),
  shouldRetry: () => true,
  on: {
    connecting: (isRetrying) => {
      enter(isRetrying ? "lost" : "connecting");
    },
    connected: () => {
      enter("open");
    },
    closed: (event) => onClosed(event as CloseEvent),
    ping: (isReceived) => {
      if (!isReceived)
        isEnding = setTimeout(() => {
          socket.terminate();
        }, PONG_MILLISECONDS);
    },
    pong: (isReceived) => {
      if (isReceived) clearTimeout(isEnding);
    },
  },
});

/** Without a network an open socket is dead, which nobody would say for a while. */
window.addEventListener("offline", () => {
  socket.terminate();
});

/** What follows with a key that is held no longer begins anew, with the one that is. */
onAccess(() => {
  if (told !== heldKey()) socket.terminate();
});
