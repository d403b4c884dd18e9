/** A page without anything around it: what it does not draw is see-through. */
import { Suspense, type ReactElement } from "react";
import { Outlet } from "react-router";

export function Bare(): ReactElement {
  return (
    <Suspense fallback={null}>
      <Outlet />
    </Suspense>
  );
}
