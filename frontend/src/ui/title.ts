/** The page's title and icon show live state, so that a tab that nobody looks at tells it. */
import { useEffect } from "react";

import type { Tone } from "./badge";
import { colour } from "./theme";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}

const COLOURS = { plain: "--text-faint", good: "--good", warn: "--warn", bad: "--bad" } as const;

const drawn = (mark: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#13161c"/><path d="M5 17h5l4-9 6 16 3-7h4" fill="none" stroke="#8f9dff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/><circle cx="25" cy="7" r="5" fill="${mark}"/></svg>`;

export function useFavicon(tone: Tone): void {
  useEffect(() => {
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (link) link.href = `data:image/svg+xml,${encodeURIComponent(drawn(colour(COLOURS[tone])))}`;
  }, [tone]);
}
