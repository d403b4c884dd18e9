/** uPlot with the same marks on a plot of the same size; it draws again at most once a frame. */
import "uplot/dist/uPlot.min.css";

import uPlot from "uplot";

import { LINES, MINUTES, start, timeOf, value, type Update } from "./feed";

const COLOURS = ["#62a8ff", "#f0a94a", "#3fc8a2", "#d58be0", "#f0df63", "#ff8469"];

const minutes = Array.from({ length: MINUTES }, (_, minute) => minute);
const times = minutes.map((minute) => timeOf(minute) / 1000);
const lines = Array.from({ length: LINES }, (_, line) =>
  minutes.map((minute) => value(line, minute, 0)),
);

const plot = new uPlot(
  {
    width: 1176,
    height: 380,
    legend: { show: false },
    series: [
      {},
      ...COLOURS.map((stroke) => ({
        stroke,
        width: 1.5,
        points: { show: false },
      })),
    ],
  },
  [times, ...lines],
  document.getElementById("root") as HTMLElement,
);

let isAnnounced = false;

function draw(): void {
  isAnnounced = false;
  plot.setData([times, ...lines]);
}

function onUpdate({ line, time, value: said, isFirst }: Update): void {
  if (isFirst) {
    times.push(time / 1000);
    times.shift();
    for (const values of lines) {
      values.push(values.at(-1) ?? said);
      values.shift();
    }
  }
  const values = lines[line];
  if (values) values[values.length - 1] = said;
  if (isAnnounced) return;
  isAnnounced = true;
  requestAnimationFrame(draw);
}

Object.assign(window, {
  shown: () => lines.map((values) => [values.length, values.at(-1) ?? null]),
});
start(onUpdate);
