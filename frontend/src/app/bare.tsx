/** A page without anything around it: what it does not draw is see-through. Nobody can type there. */
import { Suspense, useLayoutEffect, type ReactElement } from "react";
import { Outlet } from "react-router";

import { useAccess } from "../graphql/key";

function useTransparency(): void {
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.classList.add("is-overlay");
    return () => root.classList.remove("is-overlay");
  }, []);
}

export function Bare(): ReactElement {
  const { key, isWanted, fault } = useAccess();
  useTransparency();
  if (isWanted)
    return (
      <main className="bare-note">
        <div role="alert">
          <h1>{fault === null ? "No API key" : "API key refused"}</h1>
        </div>
      </main>
    );
  return (
    <Suspense fallback={null}>
      <Outlet key={key} />
    </Suspense>
  );
}
