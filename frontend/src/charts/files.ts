/** A chart -> a file of it: its numbers, or its picture. */
import { line, area } from "d3-shape";

import { quoted } from "../lib/csv";
import { runs, type Run } from "../lib/decimate";
import type { Format } from "../lib/number";
import { severityColour } from "../lib/severity";
import { iso, tickLabel } from "../lib/time";
import type { Palette } from "./draw";
import { geometry, MARGIN, type Geometry } from "./geometry";
import type { Band, Kind, Series } from "./series";
import type { Domain } from "./view";

const WIDTH = 1200;
const HEIGHT = 420;
const HEAD = 48;

export interface Sheet {
  title: string;
  kind: Kind;
  series: readonly Series[];
  bands: readonly Band[];
  domain: Domain;
  format: Format;
}

/** One row a time, one column a series, in UTC; what was not observed is empty. */
export function csv({ series, domain }: Pick<Sheet, "series" | "domain">): string {
  const rows = new Map<number, (number | null)[]>();
  const finals = new Map<number, boolean>();
  series.forEach(({ points }, column) => {
    points.times.forEach((time, index) => {
      if (time < domain.from || time >= domain.to) return;
      const row = rows.get(time) ?? series.map(() => null);
      const value = points.values[index] ?? NaN;
      row[column] = Number.isNaN(value) ? null : value;
      rows.set(time, row);
      finals.set(time, (finals.get(time) ?? true) && points.finals[index] === 1);
    });
  });
  const head = ["timestamp", "is_final", ...series.map(({ name }) => quoted(name))].join(",");
  const lines = [...rows.entries()]
    .sort(([one], [other]) => one - other)
    .map(([time, row]) =>
      [iso(time), String(finals.get(time)), ...row.map((value) => value ?? "")].join(","),
    );
  return `${[head, ...lines].join("\n")}\n`;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

function paths(
  kind: Kind,
  { points, colour }: Series,
  { x, y }: Geometry,
  palette: Palette,
): string {
  const outline = line<number>().x((_, index) => index);
  const of = (run: Run): string => {
    const at = (index: number): number => x(run.times[index] ?? 0);
    const up = (value: number): number => y(value);
    const stroke = outline.x((_, index) => at(index)).y(up)(run.values) ?? "";
    const under =
      area<number>()
        .x((_, index) => at(index))
        .y0(y(0))
        .y1(up)(run.values) ?? "";
    const dash = run.isFinal ? "" : ' stroke-dasharray="2 3"';
    const fill =
      kind === "area" ? `<path d="${under}" fill="${palette(colour)}" opacity="0.16"/>` : "";
    return `${fill}<path d="${stroke}" fill="none" stroke="${palette(colour)}" stroke-width="2"${dash}/>`;
  };
  return runs(points).map(of).join("");
}

function bars({ points }: Series, { x, y }: Geometry, palette: Palette): string {
  return [...points.values]
    .map((value, index) => {
      if (Number.isNaN(value)) return "";
      const left = x(points.times[index] ?? 0);
      const width = Math.max(1, x((points.times[index] ?? 0) + points.step) - left - 1);
      const fill = palette(value >= 0 ? "--positive" : "--negative");
      return `<rect x="${left}" y="${Math.min(y(value), y(0))}" width="${width}" height="${Math.abs(y(value) - y(0))}" fill="${fill}"/>`;
    })
    .join("");
}

function axes(
  { x, y, xTicks, yTicks, width, height }: Geometry,
  format: Format,
  palette: Palette,
): string {
  const values = yTicks.map(
    (value) =>
      `<path d="M${MARGIN.left} ${y(value)}H${width - MARGIN.right}" stroke="${palette("--line")}"/>` +
      `<text x="${MARGIN.left - 8}" y="${y(value) + 4}" text-anchor="end">${escaped(format(value))}</text>`,
  );
  const times = xTicks.map(
    (time) =>
      `<text x="${x(time)}" y="${height - 5}" text-anchor="middle">${escaped(tickLabel(time))}</text>`,
  );
  return [...values, ...times].join("");
}

function blocks(bands: readonly Band[], { x, height, width }: Geometry, palette: Palette): string {
  return bands
    .map(({ from, to, severity }) => {
      const left = Math.max(MARGIN.left, x(from));
      const right = Math.min(width - MARGIN.right, x(to));
      const size = `width="${Math.max(2, right - left)}" height="${height - MARGIN.top - MARGIN.bottom}"`;
      return `<rect x="${left}" y="${MARGIN.top}" ${size} fill="${palette(severityColour(severity))}" opacity="0.18"/>`;
    })
    .join("");
}

/** The chart with its title and its times, in the theme's colours, in a file that needs nothing else. */
export function svg(
  { title, kind, series, bands, domain, format }: Sheet,
  palette: Palette,
): string {
  const shape = geometry(kind, series, domain, WIDTH, HEIGHT);
  const marks = series
    .map((one) =>
      kind === "ribbon" ? bars(one, shape, palette) : paths(kind, one, shape, palette),
    )
    .join("");
  const inner = String(WIDTH - MARGIN.left - MARGIN.right);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT + HEAD}" font-family="Inter, system-ui, sans-serif" font-size="12" fill="${palette("--text-muted")}">` +
    `<rect width="100%" height="100%" fill="${palette("--surface")}"/>` +
    `<text x="16" y="28" font-size="16" font-weight="600" fill="${palette("--text")}">${escaped(title)}</text>` +
    `<text x="${WIDTH - 16}" y="28" text-anchor="end">${iso(domain.from)} – ${iso(domain.to)}</text>` +
    `<clipPath id="plot"><rect x="${MARGIN.left}" width="${inner}" height="${HEIGHT}"/></clipPath>` +
    `<g transform="translate(0 ${HEAD})">${axes(shape, format, palette)}` +
    `<g clip-path="url(#plot)">${blocks(bands, shape, palette)}${marks}</g></g></svg>`
  );
}

/** The same as a picture, at twice its size. */
export async function png(drawing: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(drawing)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * image.width;
  canvas.height = 2 * image.height;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error("no picture"));
    });
  });
}

export function save(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 1_000);
}
