/** The key that is held, by its first characters, and the way to forget it. */
import { useRef, type FocusEvent, type KeyboardEvent, type ReactElement } from "react";

import { forgetKey, isRemembered } from "../graphql/key";
import { Icon } from "../ui/icon";

/** As many as `telemetra key list` shows: enough to know it again, and of no use to anybody else. */
const SHOWN = 12;

export function HeldKey({ text }: { text: string }): ReactElement {
  const details = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (details.current) details.current.open = false;
  };
  const onBlur = (event: FocusEvent): void => {
    if (!event.currentTarget.contains(event.relatedTarget)) close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    close();
    details.current?.querySelector("summary")?.focus();
  };
  return (
    <details ref={details} className="held-key" onBlur={onBlur} onKeyDown={onKeyDown}>
      <summary className="button button-outlined" aria-label="API key" title="API key">
        <Icon name="key" />
      </summary>
      <div className="held-key-menu card">
        <p>
          API key <code>{text.slice(0, SHOWN)}…</code>
        </p>
        <p className="muted">
          {isRemembered() ? "Remembered on this device." : "Kept until this tab is closed."}
        </p>
        <button type="button" className="button button-outlined" onClick={forgetKey}>
          Forget key
        </button>
      </div>
    </details>
  );
}
