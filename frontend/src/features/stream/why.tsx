/** Why a moment was seen as one: what was usual, what was seen, who and what it was made of. */
import { useQuery } from "@apollo/client/react";
import type { ReactElement, ReactNode } from "react";

import { MomentWhyDocument, type MomentWhyQuery } from "../../graphql/generated";
import { compact } from "../../lib/number";
import { instant, MINUTE } from "../../lib/time";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/state";
import { Clock } from "../../ui/time";

type Why = NonNullable<MomentWhyQuery["moment"]>;

const UNITS = { CHAT_SPIKE: "messages / min", VIEWER_DROP: "viewers" } as const;

function Bar({
  name,
  value,
  greatest,
  tone,
}: {
  name: string;
  value: number;
  greatest: number;
  tone: string;
}): ReactElement {
  return (
    <div className="why-bar">
      <dt>{name}</dt>
      <dd>
        <i className={tone} style={{ width: `${(value / greatest) * 100}%` }} aria-hidden />
        <b className="figure">{compact(value)}</b>
      </dd>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <div className="why-part">
      <h3>{title}</h3>
      {children}
    </div>
  );
}

function Chips({ items }: { items: readonly { name: string; count: number }[] }): ReactElement {
  return (
    <ul className="chips">
      {items.map(({ name, count }) => (
        <li key={name} className="badge">
          {name} <b className="figure">{compact(count)}</b>
        </li>
      ))}
    </ul>
  );
}

function Contributors({ contributors: { emotes, chatters, terms } }: Why): ReactElement {
  const parts = [
    {
      title: "Emotes",
      items: emotes.map(({ emote, usageCount }) => ({ name: emote, count: usageCount })),
    },
    {
      title: "Words",
      items: terms.map(({ term, chatterCount }) => ({ name: term, count: chatterCount })),
    },
    {
      title: "Chatters",
      items: chatters.map(({ login, messageCount }) => ({ name: login, count: messageCount })),
    },
  ];
  return (
    <>
      {parts.map(
        ({ title, items }) =>
          items.length > 0 && (
            <Part key={title} title={title}>
              <Chips items={items.slice(0, 8)} />
            </Part>
          ),
      )}
    </>
  );
}

function Samples({ messages }: { messages: Why["sampleMessages"] }): ReactElement | null {
  if (messages.length === 0) return null;
  return (
    <Part title="What was written">
      <ul className="samples">
        {messages.map(({ login, displayName, text, occurredAt }) => (
          <li key={`${login} ${occurredAt}`}>
            <b>{displayName}</b> {text}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Explained({
  why,
  onShow,
}: {
  why: Why;
  onShow: (from: number, to: number) => void;
}): ReactElement {
  const greatest = Math.max(why.baseline, why.observed, 1);
  const end = why.endedAt === null ? null : instant(why.endedAt);
  const start = instant(why.startedAt);
  return (
    <>
      <p>
        <Clock time={start} isFull /> – {end === null ? "going on" : <Clock time={end} />}
      </p>
      <dl className="why-bars">
        <Bar
          name={`Usual, ${UNITS[why.type]}`}
          value={why.baseline}
          greatest={greatest}
          tone="is-usual"
        />
        <Bar name="Seen" value={why.observed} greatest={greatest} tone="is-seen" />
      </dl>
      <p className="muted">
        {why.score.toFixed(1)} standard deviations from usual.{" "}
        {why.cause !== null && <>Brought about by: {why.cause}.</>}
      </p>
      <Contributors {...why} />
      <Samples messages={why.sampleMessages} />
      <button
        type="button"
        className="button button-outlined"
        onClick={() => onShow(start - 10 * MINUTE, (end ?? start) + 10 * MINUTE)}
      >
        Show it in the charts
      </button>
    </>
  );
}

export function WhyPanel({
  id,
  onShow,
}: {
  id: string;
  onShow: (from: number, to: number) => void;
}): ReactElement {
  const { data, error, refetch } = useQuery(MomentWhyDocument, { variables: { id } });
  if (error && !data)
    return (
      <ErrorState
        title="It cannot be explained now"
        message={error.message}
        onRetry={() => void refetch()}
      />
    );
  if (!data) return <SkeletonLines lines={6} />;
  if (data.moment === null) return <EmptyState title="This moment is not known" isSmall />;
  return (
    <div className="why">
      <Explained why={data.moment} onShow={onShow} />
    </div>
  );
}
