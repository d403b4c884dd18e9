/** A few choices side by side, of which one holds; and a switch. */
import type { ReactElement, ReactNode } from "react";

interface Props<Value extends string> {
  label: string;
  value: Value | null;
  options: readonly { value: Value; label: ReactNode; title?: string }[];
  onChoose: (value: Value) => void;
}

export function Choices<Value extends string>(props: Props<Value>): ReactElement {
  return (
    <div className="choices" role="group" aria-label={props.label}>
      {props.options.map(({ value, label, title }) => (
        <button
          key={value}
          type="button"
          className="button"
          aria-pressed={value === props.value}
          aria-label={title}
          title={title}
          onClick={() => {
            props.onChoose(value);
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

interface ToggleProps {
  label: string;
  isOn: boolean;
  onToggle: (isOn: boolean) => void;
  children: ReactNode;
}

export function Toggle({ label, isOn, onToggle, children }: ToggleProps): ReactElement {
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isOn}
      aria-label={label}
      title={label}
      onClick={() => {
        onToggle(!isOn);
      }}
    >
      {children}
    </button>
  );
}
