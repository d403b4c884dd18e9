/** Requests to the API over HTTP, with the key that is held. */
import { heldKey, refuseKey, UNKNOWN } from "./key";

export const GRAPHQL = "/graphql";

const UNAUTHENTICATED = 401;
const AWAY = "Telemetra does not answer. Try again in a moment.";

// Not as `Authorization`: a proxy in front may want that for itself.
function withKey(init: RequestInit | undefined, key: string | null): RequestInit {
  const headers = new Headers(init?.headers);
  if (key !== null) headers.set("X-API-Key", key);
  return { ...init, headers };
}

/** Whether it is from Telemetra, not from a proxy that cannot reach it. */
const isOurs = ({ headers }: Response): boolean =>
  headers.get("Content-Type")?.includes("json") ?? false;

/** As `fetch`, and says in words that nobody answers; notes it when a key is wanted, or another one. */
export async function ask(address: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const key = heldKey();
  const response = await fetch(address, withKey(init, key)).catch((cause: unknown) => {
    throw cause instanceof TypeError ? new Error(AWAY, { cause }) : cause;
  });
  if (!isOurs(response)) throw new Error(AWAY);
  if (response.status === UNAUTHENTICATED) refuseKey(key);
  return response;
}

/** Null when the API takes this key, else why not, in words. */
export async function faultOf(key: string): Promise<string | null> {
  if (!/^[\x21-\x7e]+$/.test(key)) return UNKNOWN; // No header could carry it.
  const body = JSON.stringify({ query: "{ __typename }" });
  const headers = { "Content-Type": "application/json" };
  try {
    const response = await fetch(GRAPHQL, withKey({ method: "POST", headers, body }, key));
    if (response.ok) return null;
    return response.status === UNAUTHENTICATED ? UNKNOWN : await messageOf(response);
  } catch {
    return AWAY;
  }
}

async function messageOf(response: Response): Promise<string> {
  const { errors } = (await response.json()) as { errors: readonly { message: string }[] };
  return errors[0]?.message ?? AWAY;
}
