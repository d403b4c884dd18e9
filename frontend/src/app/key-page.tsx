/** In place of every page while the API wants a key: asks for one, and goes on where the reader was. */
import "./key.css";

import { useId, useRef, useState, type FormEvent, type ReactElement } from "react";

import { faultOf } from "../graphql/http";
import { holdKey, useAccess } from "../graphql/key";
import { Icon } from "../ui/icon";
import { useTitle } from "../ui/title";

interface Trial {
  fault: string | null;
  isTrying: boolean;
  submit: (event: FormEvent<HTMLFormElement>) => void;
}

function useTrial(key: string, remember: boolean, onFault: () => void): Trial {
  const [fault, setFault] = useState(useAccess().fault);
  const [isTrying, setIsTrying] = useState(false);
  const attempt = async (): Promise<void> => {
    setFault(null);
    setIsTrying(true);
    const found = await faultOf(key);
    setIsTrying(false);
    if (found === null) {
      holdKey(key, remember);
      return;
    }
    setFault(found);
    onFault();
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!isTrying) void attempt();
  };
  return { fault, isTrying, submit };
}

function Form(): ReactElement {
  const [text, setText] = useState("");
  const [remember, setRemember] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const { fault, isTrying, submit } = useTrial(text.trim(), remember, () =>
    input.current?.select(),
  );
  return (
    <form className="key-form" onSubmit={submit}>
      <label htmlFor={id}>API key</label>
      <input
        ref={input}
        id={id}
        type="password"
        className="key-input"
        placeholder="tlm_…"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        required
        autoFocus
        value={text}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-fault`}
        onChange={(event) => setText(event.target.value)}
      />
      <p id={`${id}-fault`} className="key-fault" role="alert">
        {fault}
      </p>
      <label className="key-remember">
        <input
          type="checkbox"
          checked={remember}
          onChange={(event) => setRemember(event.target.checked)}
        />
        <span>
          Remember on this device
          <small>Otherwise it is forgotten when this tab is closed.</small>
        </span>
      </label>
      <button type="submit" className="button button-strong" aria-disabled={isTrying}>
        {isTrying ? "Asking …" : "Use this key"}
      </button>
    </form>
  );
}

export default function KeyPage(): ReactElement {
  useTitle("API key · Telemetra");
  return (
    <div className="key-page">
      <section className="card key-card">
        <Icon name="key" />
        <h1>This Telemetra wants an API key</h1>
        <p className="muted">Its numbers are for those who have one.</p>
        <Form />
        <footer>
          <p>No key yet? Whoever runs this Telemetra makes one, and can show it only once:</p>
          <code>telemetra key create NAME</code>
        </footer>
      </section>
    </div>
  );
}
