/** Rows -> CSV, as RFC 4180 has it. */

export const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What was not observed is empty. */
export function csvOf(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const line = (cells: readonly (string | number | null)[]): string =>
    cells.map((cell) => quoted(String(cell ?? ""))).join(",");
  return `${[head, ...rows].map(line).join("\n")}\n`;
}
