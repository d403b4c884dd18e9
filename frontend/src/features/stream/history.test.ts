import { expect, test, vi } from "vitest";

import { MINUTE } from "../../lib/time";
import { History } from "./history";

test("an answer to what was asked before a gap leaves the gap to be filled", async () => {
  const asked = vi.fn(() =>
    Promise.resolve(
      new Response(JSON.stringify({ data: { metrics: [] } }), {
        headers: { "content-type": "application/json" },
      }),
    ),
  );
  vi.stubGlobal("fetch", asked);
  const history = new History("xqc", "MINUTE", MINUTE, 100, () => undefined);
  const early = history.reach(0, MINUTE);
  history.forget();
  await early;
  expect(history.isWhole).toBe(false);
  await history.reach(0, 2 * MINUTE);
  expect(history.isWhole).toBe(true);
  await history.reach(0, 3 * MINUTE);
  expect(asked).toHaveBeenCalledTimes(2);
});
