/** How another stream comes into the comparison. */
import { useId, useState, type ReactElement } from "react";

import type { Channel } from "../../graphql/channels";
import { Icon } from "../../ui/icon";

const SUGGESTED = 10;

interface Props {
  channels: readonly Channel[];
  onAdd: (id: string) => void;
  isFull: boolean;
}

export function Picker({ channels, onAdd, isFull }: Props): ReactElement {
  const [text, setText] = useState("");
  const list = useId();
  const add = (name: string): void => {
    if (name.trim() === "") return;
    setText("");
    onAdd(name.trim());
  };
  return (
    <form
      className="picker"
      onSubmit={(event) => {
        event.preventDefault();
        add(text);
      }}
    >
      <label>
        <Icon name="search" />
        <span className="visually-hidden">Add a stream</span>
        <input
          list={list}
          placeholder={isFull ? "Six is the most" : "Add a stream"}
          disabled={isFull}
          value={text}
          onChange={({ target: { value } }) => {
            setText(value);
          }}
        />
      </label>
      <datalist id={list}>
        {channels.map(({ id, channel }) => (
          <option key={id} value={id}>
            {channel}
          </option>
        ))}
      </datalist>
      <button type="submit" className="button button-outlined" disabled={isFull || text === ""}>
        Add
      </button>
    </form>
  );
}

/** Some of them as buttons: with few channels nobody has to write. */
export function Suggestions({ channels, onAdd }: Omit<Props, "isFull">): ReactElement {
  return (
    <div className="suggestions" role="group" aria-label="Streams">
      {channels.slice(0, SUGGESTED).map(({ id, channel }) => (
        <button
          key={id}
          type="button"
          className="button button-outlined"
          onClick={() => {
            onAdd(id);
          }}
        >
          + {channel}
        </button>
      ))}
    </div>
  );
}
