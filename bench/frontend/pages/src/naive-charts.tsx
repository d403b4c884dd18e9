/** D3 draws into an SVG whenever the minutes have changed. */
import * as d3 from "d3";
import { useEffect, useRef, type ReactElement } from "react";

import type { MinuteFragment } from "../../../../frontend/src/graphql/generated";

export type Kind = "line" | "area" | "ribbon";
export type Field = Exclude<
  keyof MinuteFragment,
  "timestamp" | "revision" | "isFinal" | "__typename"
>;

const WIDTH = 940;
const MARGIN = { top: 18, right: 8, bottom: 22, left: 44 };

const timeOf = ({ timestamp }: MinuteFragment): Date => new Date(timestamp);

interface Props {
  minutes: MinuteFragment[];
  field: Field;
  kind: Kind;
  height: number;
}

type Svg = d3.Selection<SVGSVGElement, unknown, null, undefined>;
type X = d3.ScaleTime<number, number>;
type Y = d3.ScaleLinear<number, number>;

function drawAxes(svg: Svg, x: X, y: Y, height: number): void {
  svg
    .selectAll<SVGGElement, null>("g.x")
    .data([null])
    .join("g")
    .attr("class", "x")
    .attr("transform", `translate(0,${height - MARGIN.bottom})`)
    .call(d3.axisBottom(x));
  svg
    .selectAll<SVGGElement, null>("g.y")
    .data([null])
    .join("g")
    .attr("class", "y")
    .attr("transform", `translate(${MARGIN.left},0)`)
    .call(d3.axisLeft(y).ticks(4));
}

function drawBars(svg: Svg, { minutes, field }: Props, x: X, y: Y): void {
  const valueOf = (minute: MinuteFragment): number => minute[field] ?? 0;
  svg
    .selectAll("rect")
    .data(minutes)
    .join("rect")
    .attr("x", (minute) => x(timeOf(minute)))
    .attr("width", 1)
    .attr("y", (minute) => Math.min(y(0), y(valueOf(minute))))
    .attr("height", (minute) => Math.abs(y(valueOf(minute)) - y(0)))
    .attr("fill", (minute) => (valueOf(minute) >= 0 ? "#5fa5fa" : "#f08c5a"));
}

function drawLine(svg: Svg, { minutes, field, kind }: Props, x: X, y: Y): void {
  const isThere = (minute: MinuteFragment): boolean => minute[field] !== null;
  const valueAt = (minute: MinuteFragment): number => y(minute[field] ?? 0);
  const line = d3.line<MinuteFragment>(timeOfX, valueAt).defined(isThere);
  function timeOfX(minute: MinuteFragment): number {
    return x(timeOf(minute));
  }
  svg
    .selectAll("path.line")
    .data([minutes])
    .join("path")
    .attr("class", "line")
    .attr("fill", "none")
    .attr("stroke", "#62a8ff")
    .attr("d", line);
  if (kind !== "area") return;
  const area = d3.area<MinuteFragment>(timeOfX, y(0), valueAt).defined(isThere);
  svg
    .selectAll("path.area")
    .data([minutes])
    .join("path")
    .attr("class", "area")
    .attr("fill", "#62a8ff")
    .attr("opacity", 0.16)
    .attr("d", area);
}

export function Chart(props: Props): ReactElement {
  const ref = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const { minutes, field, kind, height } = props;
    if (ref.current === null || minutes.length === 0) return;
    const values = minutes.map((minute) => minute[field] ?? 0);
    const far = d3.max(values, Math.abs) ?? 1;
    const x = d3
      .scaleTime()
      .domain(d3.extent(minutes, timeOf) as [Date, Date])
      .range([MARGIN.left, WIDTH - MARGIN.right]);
    const y = d3
      .scaleLinear()
      .domain(kind === "ribbon" ? [-far, far] : [kind === "area" ? 0 : (d3.min(values) ?? 0), far])
      .nice()
      .range([height - MARGIN.bottom, MARGIN.top]);
    const svg = d3.select(ref.current);
    drawAxes(svg, x, y, height);
    if (kind === "ribbon") drawBars(svg, props, x, y);
    else drawLine(svg, props, x, y);
  });
  return <svg ref={ref} width={WIDTH} height={props.height} />;
}

export function Sparkline({
  minutes,
  field,
}: {
  minutes: MinuteFragment[];
  field: Field;
}): ReactElement {
  const ref = useRef<SVGPathElement>(null);
  useEffect(() => {
    const x = d3.scaleLinear([0, minutes.length - 1], [0, 160]);
    const least = Math.min(0, d3.min(minutes, (minute) => minute[field] ?? 0) ?? 0);
    const y = d3.scaleLinear(
      [least, d3.max(minutes, (minute) => minute[field] ?? 0) ?? 1],
      [32, 0],
    );
    d3.select(ref.current).attr(
      "d",
      d3.line<MinuteFragment>(
        (_, index) => x(index),
        (minute) => y(minute[field] ?? 0),
      )(minutes),
    );
  }, [minutes, field]);
  return (
    <svg width="160" height="32">
      <path ref={ref} fill="none" stroke="#62a8ff" />
    </svg>
  );
}
