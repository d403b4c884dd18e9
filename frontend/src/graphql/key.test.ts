import { afterEach, beforeEach, expect, test, vi } from "vitest";

const GOOD = "tlm_good";
const OTHER = "tlm_other";

class Memory {
  readonly #texts = new Map<string, string>();
  getItem = (name: string): string | null => this.#texts.get(name) ?? null;
  setItem = (name: string, text: string): unknown => this.#texts.set(name, text);
  removeItem = (name: string): unknown => this.#texts.delete(name);
}

let tab: Memory;
let device: Memory;

type Key = typeof import("./key");
type Http = typeof import("./http");

/** A page that is loaded at this address: it knows what the memories hold, and nothing else. */
async function load(address = "/"): Promise<Key & Http> {
  vi.resetModules();
  const location = new URL(address, "http://telemetra.test");
  vi.stubGlobal("window", { location, sessionStorage: tab, localStorage: device });
  return { ...(await import("./key")), ...(await import("./http")) };
}

/** An API that wants a key; the headers of what it was asked. */
function anApi(taken: string | null = GOOD): Headers[] {
  const asked: Headers[] = [];
  vi.stubGlobal("fetch", (_: unknown, init: RequestInit) => {
    const headers = new Headers(init.headers);
    asked.push(headers);
    return Promise.resolve(
      Response.json({}, { status: headers.get("X-API-Key") === taken ? 200 : 401 }),
    );
  });
  return asked;
}

// For good: what a test has touched is told of after it.
Object.assign(globalThis, {
  requestAnimationFrame: (run: () => void) => setTimeout(run),
  cancelAnimationFrame: clearTimeout,
});

beforeEach(() => {
  tab = new Memory();
  device = new Memory();
  vi.stubGlobal("document", { hidden: false });
});
afterEach(() => vi.unstubAllGlobals());

test("a key is kept for the tab, and on the device only when that is wished", async () => {
  const page = await load();
  page.holdKey(GOOD, false);
  expect([page.heldKey(), page.isRemembered()]).toEqual([GOOD, false]);
  expect((await load()).heldKey()).toBe(GOOD);

  tab = new Memory();
  const next = await load();
  expect(next.heldKey()).toBeNull();
  next.holdKey(GOOD, true);
  tab = new Memory();
  const last = await load();
  expect([last.heldKey(), last.isRemembered()]).toEqual([GOOD, true]);
});

test("a key that is forgotten is in no memory", async () => {
  for (const remember of [true, false]) {
    const page = await load();
    page.holdKey(GOOD, remember);
    page.forgetKey();
    expect((await load()).heldKey()).toBeNull();
    expect(page.access()).toEqual({ key: null, isWanted: false, fault: null });
  }
});

test("what is asked carries the key, and nothing but what was said without one", async () => {
  const asked = anApi();
  const page = await load();
  page.holdKey(GOOD, false);
  await page.ask("/graphql", { headers: { accept: "application/json" } });
  page.forgetKey();
  await page.ask("/graphql");

  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    accept: "application/json",
    "x-api-key": GOOD,
  });
  expect([...(asked[1] ?? [])]).toEqual([]);
});

test("who has no key is asked for one, and told of no fault", async () => {
  anApi();
  const page = await load();
  await page.ask("/graphql");
  expect(page.access()).toEqual({ key: null, isWanted: true, fault: null });
});

test("a key that was revoked is dropped, and it is said, also when pages ask on without it", async () => {
  anApi("another");
  const page = await load();
  page.holdKey(GOOD, true);
  await page.ask("/graphql");
  await page.ask("/graphql");

  expect(page.access()).toEqual({ key: null, isWanted: true, fault: page.UNKNOWN });
  expect((await load()).heldKey()).toBeNull();
});

test("a refusal that comes late is not held against the next key", async () => {
  anApi(OTHER);
  const page = await load();
  page.holdKey(GOOD, false);
  const late = page.ask("/graphql");
  page.holdKey(OTHER, false);
  await late;
  expect(page.access()).toEqual({ key: OTHER, isWanted: false, fault: null });
});

test("what a proxy says in Telemetra's place is no answer, and takes no key away", async () => {
  const page = await load();
  page.holdKey(GOOD, false);
  for (const status of [401, 502]) {
    vi.stubGlobal("fetch", () => Promise.resolve(new Response("<html>", { status })));
    await expect(page.ask("/graphql")).rejects.toThrow("does not answer");
  }
  expect(page.access()).toEqual({ key: GOOD, isWanted: false, fault: null });
});

test("a key is tried before it is held: the API says what is wrong with it, or nothing", async () => {
  const page = await load();
  const asked = anApi();
  expect(await page.faultOf(GOOD)).toBeNull();
  expect(await page.faultOf(OTHER)).toBe(page.UNKNOWN);
  expect(await page.faultOf("ключ")).toBe(page.UNKNOWN);
  expect(asked.length).toBe(2);

  const errors = [{ message: "this API key may not read" }];
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ errors }, { status: 403 })));
  expect(await page.faultOf(GOOD)).toBe("this API key may not read");
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("failed to fetch")));
  expect(await page.faultOf(GOOD)).toMatch("does not answer");
  await expect(page.ask("/graphql")).rejects.toThrow("does not answer");
  expect(page.access()).toEqual({ key: null, isWanted: false, fault: null });
});

test("only an overlay takes its key from its address, and keeps it nowhere", async () => {
  device.setItem("telemetra.key", OTHER);
  expect((await load(`/streams/xqc#key=${GOOD}`)).heldKey()).toBe(OTHER);
  expect((await load("/overlay/xqc#top")).heldKey()).toBe(OTHER);

  const overlay = await load(`/overlay/xqc?show=chat#key=${GOOD}`);
  expect([overlay.heldKey(), overlay.isRemembered()]).toEqual([GOOD, false]);
  overlay.refuseKey(GOOD);
  expect((await load()).heldKey()).toBe(OTHER);
});

test("what another tab remembers or forgets holds here too, but not for a key of this tab", async () => {
  const page = await load();
  page.refuseKey(null);
  device.setItem("telemetra.key", GOOD);
  page.rereadKey();
  expect(page.access()).toEqual({ key: GOOD, isWanted: false, fault: null });
  device.removeItem("telemetra.key");
  page.rereadKey();
  expect(page.heldKey()).toBeNull();

  page.holdKey(OTHER, false);
  device.setItem("telemetra.key", GOOD);
  page.rereadKey();
  expect(page.heldKey()).toBe(OTHER);
});

test("where a frame is given no memory, a key holds until the page is left", async () => {
  const page = await load();
  vi.stubGlobal("window", {
    get sessionStorage(): never {
      throw new DOMException("denied", "SecurityError");
    },
  });
  page.holdKey(GOOD, true);
  expect(page.heldKey()).toBe(GOOD);
  page.forgetKey();
  expect(page.heldKey()).toBeNull();
});
