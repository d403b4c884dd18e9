/** Markup that others have made -> the same, without what bars readers. */

/** Mends what each selector finds, now and whenever more of it appears; what is mended it must not find. */
export function mend(mends: Readonly<Record<string, (found: Element) => void>>): void {
  const apply = (): void => {
    for (const [selector, mendOne] of Object.entries(mends))
      document.querySelectorAll(selector).forEach(mendOne);
  };
  new MutationObserver(apply).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ["aria-selected"],
  });
  apply();
}
