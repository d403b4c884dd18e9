/** Which page stands at which path. Each loads when it is first visited. */
import { lazy, type ReactElement } from "react";
import { Route, Routes } from "react-router";

import { Bare } from "./bare";
import { NotFound } from "./not-found";
import { Shell } from "./shell";

const Compare = lazy(() => import("../features/compare/page"));
const Moments = lazy(() => import("../features/moments/page"));
const Overlay = lazy(() => import("../features/overlay/page"));
const Overview = lazy(() => import("../features/overview/page"));
const Pipeline = lazy(() => import("../features/pipeline/page"));
const Stream = lazy(() => import("../features/stream/page"));

export function Routing(): ReactElement {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Overview />} />
        <Route path="streams/:id" element={<Stream />} />
        <Route path="compare" element={<Compare />} />
        <Route path="moments" element={<Moments />} />
        <Route path="pipeline" element={<Pipeline />} />
        <Route path="*" element={<NotFound />} />
      </Route>
      <Route element={<Bare />}>
        <Route path="overlay/:id" element={<Overlay />} />
      </Route>
    </Routes>
  );
}
