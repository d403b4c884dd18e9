/** The dashboard's own chart, alone on a page, used as its page of comparison uses it. */
import "../../../../frontend/src/ui/tokens.css";
import "../../../../frontend/src/ui/base.css";
import "../../../../frontend/src/ui/ui.css";
import "../../../../frontend/src/charts/charts.css";

import type { ReactElement } from "react";
import { createRoot } from "react-dom/client";

import { TimeChart } from "../../../../frontend/src/charts/time-chart";
import type { Source } from "../../../../frontend/src/charts/series";
import { View } from "../../../../frontend/src/charts/view";
import { seriesColour } from "../../../../frontend/src/lib/colour";
import { compact } from "../../../../frontend/src/lib/number";
import { Signal } from "../../../../frontend/src/lib/signal";
import { DAY, MINUTE } from "../../../../frontend/src/lib/time";
import { Timeline } from "../../../../frontend/src/lib/timeline";
import { LINES, MINUTES, start, timeOf, value, type Update } from "./feed";

const view = new View(DAY);
const signal = new Signal();
const timelines = Array.from({ length: LINES }, () => new Timeline(["value"], MINUTE, 2 * MINUTES));

function write(line: number, time: number, said: number, revision: number, isFinal: boolean): void {
  timelines[line]?.upsert({ time, revision, isFinal, values: { value: said } });
}

timelines.forEach((_, line) => {
  for (let minute = 0; minute < MINUTES; minute++)
    write(line, timeOf(minute), value(line, minute, 0), 0, true);
});
view.extend(timeOf(MINUTES));

function onUpdate({ line, time, value: said, revision, isFirst }: Update): void {
  if (isFirst)
    timelines.forEach((timeline, index) => {
      const before = timeline.at(time - MINUTE, "value");
      if (before !== null) write(index, time - MINUTE, before, revision, true);
      write(index, time, timeline.at(time - MINUTE, "value") ?? said, revision, false);
    });
  write(line, time, said, revision + 1, false);
  view.extend(time + MINUTE);
  signal.touch();
}

const source: Source = {
  signal,
  read: ({ from, to }) =>
    timelines.map((timeline, index) => ({
      name: `line ${index}`,
      colour: seriesColour(index),
      points: timeline.points("value", from, to),
    })),
};

function Page(): ReactElement {
  return (
    <div style={{ width: 1200, margin: 16 }}>
      <TimeChart
        title="Six lines"
        kind="line"
        view={view}
        source={source}
        format={compact}
        height={380}
        readout={null}
      />
    </div>
  );
}

Object.assign(window, {
  shown: () =>
    timelines.map((timeline) => [timeline.length, timeline.at(timeline.last ?? 0, "value")]),
});
createRoot(document.getElementById("root") as HTMLElement).render(<Page />);
start(onUpdate);
