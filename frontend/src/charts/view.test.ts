import { beforeAll, expect, test, vi } from "vitest";

import { HOUR, MINUTE } from "../lib/time";
import { View } from "./view";

beforeAll(() => {
  vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run));
  vi.stubGlobal("cancelAnimationFrame", clearTimeout);
});

const aView = (newest: number): View => {
  const view = new View(HOUR);
  view.extend(newest);
  return view;
};

test("the tail moves on with the newest data", () => {
  const view = aView(10 * HOUR);
  view.extend(10 * HOUR + MINUTE);
  expect(view.domain.get()).toEqual({ from: 9 * HOUR + MINUTE, to: 10 * HOUR + MINUTE });
});

test("who looks back is left alone, and comes back to the tail", () => {
  const view = aView(10 * HOUR);
  view.pan(-0.5);
  view.extend(11 * HOUR);
  expect([view.isTailing.get(), view.domain.get()?.to]).toEqual([false, 9.5 * HOUR]);
  view.tail(HOUR);
  expect([view.isTailing.get(), view.domain.get()?.to]).toEqual([true, 11 * HOUR]);
});

test("to pan up to the newest data is to take up the tail again", () => {
  const view = aView(10 * HOUR);
  view.pan(-0.5);
  view.pan(0.75);
  expect([view.isTailing.get(), view.domain.get()?.to]).toEqual([true, 10 * HOUR]);
});

test("zooming keeps what is under the crosshair where it is", () => {
  const view = aView(10 * HOUR);
  view.pointed.set(9.25 * HOUR);
  view.zoom(0.5);
  expect(view.domain.get()).toEqual({ from: 9.125 * HOUR, to: 9.625 * HOUR });
});

test("a chart is read as a table until it is not", () => {
  const view = aView(10 * HOUR);
  view.tabulate("Viewers", true);
  view.tabulate("Sentiment", true);
  view.tabulate("Viewers", false);
  expect([...view.tables.get()]).toEqual(["Sentiment"]);
});
