/** A titled part of a page. */
import { useId, type ReactElement, type ReactNode } from "react";

interface Props {
  title: string;
  /** What the title leaves open, such as over which time. */
  note?: ReactNode;
  tools?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Card({ title, note, tools, className = "", children }: Props): ReactElement {
  const id = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="card-note">{note}</span>}
        {tools !== undefined && <div className="card-tools">{tools}</div>}
      </header>
      <div className="card-body">{children}</div>
    </section>
  );
}
