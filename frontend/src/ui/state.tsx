/** What stands where there is nothing to show: why, and what can be done. */
import type { ReactElement, ReactNode } from "react";

import { Icon, type IconName } from "./icon";

interface Props {
  title: string;
  icon?: IconName;
  isSmall?: boolean;
  /** It stands for the whole page, and names it. */
  isPage?: boolean;
  action?: ReactNode;
  children?: ReactNode;
}

export function EmptyState({
  title,
  icon = "wave",
  isSmall,
  action,
  children,
  isPage = false,
}: Props): ReactElement {
  return (
    <div className={`state ${isSmall === true ? "state-small" : ""}`}>
      <Icon name={icon} />
      {isPage ? <h1>{title}</h1> : <strong>{title}</strong>}
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

interface ErrorProps {
  title: string;
  message: string;
  onRetry?: () => void;
}

export function ErrorState({ title, message, onRetry }: ErrorProps): ReactElement {
  return (
    <div className="state" role="alert">
      <Icon name="alert" />
      <strong>{title}</strong>
      <p>{message}</p>
      {onRetry && (
        <button type="button" className="button button-outlined" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** A place that will be filled, as large as what fills it. */
export function Skeleton({
  width = "100%",
  height,
}: {
  width?: string;
  height?: string;
}): ReactElement {
  return <span className="skeleton" style={{ width, height }} aria-hidden />;
}

/** Several of them, said once to who hears the page. */
export function SkeletonLines({
  lines,
  height = "1rem",
}: {
  lines: number;
  height?: string;
}): ReactElement {
  return (
    <div role="status" style={{ display: "grid", gap: "0.75rem" }}>
      <span className="visually-hidden">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={height} width={`${100 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  );
}
