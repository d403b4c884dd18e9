/** One of many choices, in the system's own list. */
import type { ReactElement } from "react";

interface Props<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChoose: (value: Value) => void;
}

export function Select<Value extends string>(props: Props<Value>): ReactElement {
  const { label, value, options, onChoose } = props;
  return (
    <label className="select">
      <span className="visually-hidden">{label}</span>
      <select
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((one) => one.value === target.value);
          if (chosen) onChoose(chosen.value);
        }}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}
