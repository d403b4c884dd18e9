/** Who and what fills the stream: chatters are pushed; emotes and transactions are asked for as minutes close. */
import { useQuery } from "@apollo/client/react";
import { useEffect, type ReactElement } from "react";

import { StreamSidesDocument, type StreamSidesQuery } from "../../graphql/generated";
import { money, NOTHING, percent, whole } from "../../lib/number";
import { instant } from "../../lib/time";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { EmptyState, ErrorState, SkeletonLines } from "../../ui/state";
import { Clock } from "../../ui/time";
import type { Chatters } from "./store";

type Sides = NonNullable<StreamSidesQuery["stream"]>;
type Transaction = Sides["transactions"]["edges"][number]["node"];

interface RankProps {
  name: string;
  note?: string | undefined;
  value: number;
  share: number;
  badge?: string | null;
}

function Rank({ name, note, value, share, badge }: RankProps): ReactElement {
  return (
    <li className="rank">
      <i style={{ width: `${share * 100}%` }} aria-hidden />
      <span className="rank-name" title={name}>
        {name}
      </span>
      {badge != null && <Badge>{badge}</Badge>}
      {note !== undefined && <span className="card-note figure">{note}</span>}
      <b className="figure">{whole(value)}</b>
    </li>
  );
}

function TopChatters({ chatters }: { chatters: Chatters | null }): ReactElement {
  const most = chatters?.[0]?.messageCount ?? 1;
  return (
    <Card title="Top chatters" note="last hour, live">
      {chatters === null && <SkeletonLines lines={8} />}
      {chatters?.length === 0 && <EmptyState title="Nobody has written" isSmall />}
      <ol>
        {chatters?.map(
          ({ login, displayName, messageCount, share, subscriberMonths, isFirstTime }) => (
            <Rank
              key={login}
              name={displayName}
              value={messageCount}
              share={messageCount / most}
              note={share >= 0.01 ? percent(share) : undefined}
              badge={
                isFirstTime
                  ? "first time"
                  : subscriberMonths === null
                    ? null
                    : `${subscriberMonths} mo`
              }
            />
          ),
        )}
      </ol>
    </Card>
  );
}

function TopEmotes({ emotes }: { emotes: Sides["topEmotes"] | undefined }): ReactElement {
  const most = emotes?.[0]?.usageCount ?? 1;
  return (
    <Card title="Top emotes" note="last hour, by the minute">
      {emotes === undefined && <SkeletonLines lines={8} />}
      {emotes?.length === 0 && <EmptyState title="No emote was used" isSmall />}
      <ol>
        {emotes?.map(({ emote, provider, usageCount, chatterCount }) => (
          <Rank
            key={`${provider} ${emote}`}
            name={emote}
            value={usageCount}
            share={usageCount / most}
            note={`by ${whole(chatterCount)}`}
          />
        ))}
      </ol>
    </Card>
  );
}

const SAID: Record<Transaction["kind"], (one: Transaction) => string> = {
  BITS: ({ quantity }) => `cheered ${whole(quantity)} bits`,
  SUB: () => "subscribed",
  RESUB: ({ quantity }) => `subscribed for ${whole(quantity)} months`,
  GIFT: ({ recipient }) =>
    recipient === null ? "gifted a subscription" : `gifted a subscription to ${recipient}`,
  UPGRADE: () => "kept a subscription",
  CHARITY: () => "gave to charity",
};

const TIERS: Record<string, string> = {
  "1000": "Tier 1",
  "2000": "Tier 2",
  "3000": "Tier 3",
  Prime: "Prime",
};

function TransactionLine({ transaction }: { transaction: Transaction }): ReactElement {
  const { timestamp, kind, login, displayName, tier, amount } = transaction;
  return (
    <li className="transaction">
      <span>
        <b>{displayName ?? login ?? "Anonymous"}</b> {SAID[kind](transaction)}{" "}
        {tier !== null && <Badge>{TIERS[tier] ?? tier}</Badge>}
      </span>
      <span className="figure" title={amount === null ? "Twitch states no amount" : undefined}>
        {amount === null ? NOTHING : money(amount)}
      </span>
      <span className="card-note">
        <Clock time={instant(timestamp)} />
      </span>
    </li>
  );
}

function Transactions({ sides }: { sides: Sides | undefined }): ReactElement {
  const all = sides?.transactions.edges ?? [];
  return (
    <Card title="Transactions" note="newest, by the minute">
      {sides === undefined && <SkeletonLines lines={8} />}
      {sides !== undefined && all.length === 0 && <EmptyState title="No transaction yet" isSmall />}
      <ul>
        {all.map(({ node }) => (
          <TransactionLine key={node.id} transaction={node} />
        ))}
      </ul>
    </Card>
  );
}

interface Props {
  id: string;
  chatters: Chatters | null;
  /** The newest minute that has closed: with each one they are asked for again. */
  closed: number | null;
}

export function SidePanels({ id, chatters, closed }: Props): ReactElement {
  const { data, error, refetch } = useQuery(StreamSidesDocument, { variables: { id } });
  useEffect(() => {
    if (closed !== null) refetch().catch(() => undefined); // `error` has it
  }, [closed, refetch]);
  const sides = data?.stream ?? undefined;
  return (
    <div className="sides">
      <TopChatters chatters={chatters} />
      {error && !sides ? (
        <ErrorState
          title="These cannot be loaded"
          message={error.message}
          onRetry={() => void refetch()}
        />
      ) : (
        <>
          <TopEmotes emotes={sides?.topEmotes} />
          <Transactions sides={sides} />
        </>
      )}
    </div>
  );
}
