/** A page that broke: the rest stands. */
import { Component, type ReactNode } from "react";

import { ErrorState } from "../ui/state";

export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ErrorState
        title="This page broke"
        message={error.message}
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
}
