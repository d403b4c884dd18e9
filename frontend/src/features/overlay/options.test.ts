import { expect, test } from "vitest";

import { HOUR, MINUTE } from "../../lib/time";
import { optionsOf } from "./options";

const of = (query: string): ReturnType<typeof optionsOf> => optionsOf(new URLSearchParams(query));

test("an address that says nothing shows viewers and chat at the bottom left", () => {
  expect(of("")).toMatchObject({
    figures: ["viewers", "chat"],
    chart: null,
    place: "bottom",
    side: "left",
    scale: 1,
  });
});

test("figures stand in the order of the address, and unknown ones are left out", () => {
  expect(of("show=sentiment,nothing,%20viewers").figures).toEqual(["sentiment", "viewers"]);
  expect(of("show=").figures).toEqual([]);
});

test("a chart is named by a figure or by its metric's slug, and lasts as long as is asked", () => {
  expect(of("chart=chat").chart?.name).toBe("CHAT_RATE");
  expect(of("chart=emote_count").chart?.name).toBe("EMOTE_COUNT");
  expect(of("chart=chat_rate&range=1h")).toMatchObject({
    chart: { name: "CHAT_RATE" },
    span: HOUR,
  });
  expect(of("chart=none&range=9y")).toMatchObject({ chart: null, span: 15 * MINUTE });
});

test("only a colour becomes a colour: nothing else gets into a style", () => {
  expect(of("colour=ff8800&text=%23fff")).toMatchObject({ colour: "#ff8800", text: "#fff" });
  expect(of("colour=red;background:url(x)&text=12345")).toMatchObject({ colour: null, text: null });
});

test("a size is held between half and four", () => {
  expect(["0.1", "2.5", "99", "-1", "x"].map((scale) => of(`scale=${scale}`).scale)).toEqual([
    0.5, 2.5, 4, 1, 1,
  ]);
});

test("a place is a height and a side", () => {
  expect(of("at=top-right")).toMatchObject({ place: "top", side: "right" });
  expect(of("at=nowhere")).toMatchObject({ place: "bottom", side: "left" });
});
