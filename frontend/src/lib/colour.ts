/** The names of the data colours: each is a custom property of the theme, told apart by the colour-blind. */
export const SERIES = [
  "--data-1",
  "--data-2",
  "--data-3",
  "--data-4",
  "--data-5",
  "--data-6",
] as const;

export type Colour =
  | (typeof SERIES)[number]
  | "--positive"
  | "--negative"
  | "--neutral"
  | "--severity-low"
  | "--severity-medium"
  | "--severity-high"
  | "--severity-critical";

/** The colour of the n-th of several things, from 0; they come again after six. */
export const seriesColour = (index: number): Colour => SERIES[index % SERIES.length] ?? SERIES[0];
