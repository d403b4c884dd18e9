/** A path that no page has. */
import type { ReactElement } from "react";
import { Link } from "react-router";

import { EmptyState } from "../ui/state";
import { useTitle } from "../ui/title";

export function NotFound(): ReactElement {
  useTitle("Not found · Telemetra");
  return (
    <EmptyState
      isPage
      title="There is no such page"
      icon="search"
      action={
        <Link className="button button-outlined" to="/">
          All streams
        </Link>
      }
    >
      The address may be mistyped, or from another version.
    </EmptyState>
  );
}
