/** Who and what fills the stream, as it changes. */
import { memo, type ReactElement } from "react";

import { money, NOTHING, percent, whole } from "../../lib/number";
import { instant } from "../../lib/time";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { EmptyState, SkeletonLines } from "../../ui/state";
import { Clock } from "../../ui/time";
import type { Listings } from "./store";

type Transaction = NonNullable<Listings["transactions"]>[number];

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

const TopChatters = memo(function TopChatters({
  chatters,
}: Pick<Listings, "chatters">): ReactElement {
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
});

const TopEmotes = memo(function TopEmotes({ emotes }: Pick<Listings, "emotes">): ReactElement {
  const most = emotes?.[0]?.usageCount ?? 1;
  return (
    <Card title="Top emotes" note="last hour, live">
      {emotes === null && <SkeletonLines lines={8} />}
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
});

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

const Transactions = memo(function Transactions({
  transactions,
}: Pick<Listings, "transactions">): ReactElement {
  return (
    <Card title="Transactions" note="the newest, live">
      {transactions === null && <SkeletonLines lines={8} />}
      {transactions?.length === 0 && <EmptyState title="No transaction yet" isSmall />}
      <ul>
        {transactions?.map((one) => (
          <TransactionLine key={one.id} transaction={one} />
        ))}
      </ul>
    </Card>
  );
});

export function SidePanels({ listings }: { listings: Listings }): ReactElement {
  return (
    <div className="sides">
      <TopChatters chatters={listings.chatters} />
      <TopEmotes emotes={listings.emotes} />
      <Transactions transactions={listings.transactions} />
    </div>
  );
}
