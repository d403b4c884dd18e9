/** What all pages share: where one is, whether the data is live, and the theme. */
import { lazy, Suspense, type ReactElement } from "react";
import { NavLink, Outlet, useLocation } from "react-router";

import { useConnection } from "../graphql/connection";
import { useAccess } from "../graphql/key";
import { useNow } from "../lib/now";
import { Choices } from "../ui/choices";
import { ConnectionBadge, toneOf } from "../ui/connection-badge";
import { Icon } from "../ui/icon";
import { SkeletonLines } from "../ui/state";
import { choose, useChoice } from "../ui/theme";
import { useFavicon } from "../ui/title";
import { Boundary } from "./boundary";
import { HeldKey } from "./held-key";

const KeyPage = lazy(() => import("./key-page"));

/** A page that stands in the navigation. */
const PAGES: readonly { to: string; label: string }[] = [
  { to: "/", label: "Overview" },
  { to: "/compare", label: "Compare" },
  { to: "/moments", label: "Moments" },
  { to: "/pipeline", label: "Pipeline" },
];

const THEMES = [
  { value: "system", label: <Icon name="system" />, title: "The system's theme" },
  { value: "light", label: <Icon name="sun" />, title: "Light theme" },
  { value: "dark", label: <Icon name="moon" />, title: "Dark theme" },
] as const;

/** Where keys are wanted, a browser cannot open the playground: an address carries none. */
function Nav({ hasPlayground }: { hasPlayground: boolean }): ReactElement {
  return (
    <nav aria-label="Pages" className="nav">
      {PAGES.map(({ to, label }) => (
        <NavLink key={to} to={to} end={to === "/"}>
          {label}
        </NavLink>
      ))}
      {hasPlayground && <a href="/graphql">Playground</a>}
    </nav>
  );
}

/** Renders nothing: each second it may change the icon, and only that. */
function Favicon(): null {
  useFavicon(toneOf(useConnection(), useNow()));
  return null;
}

function Header(): ReactElement {
  const connection = useConnection();
  const theme = useChoice();
  const { key, isWanted } = useAccess();
  return (
    <header className="header">
      <NavLink to="/" className="brand" aria-label="Telemetra, all streams">
        <Icon name="wave" />
        <span>Telemetra</span>
      </NavLink>
      {!isWanted && <Nav hasPlayground={key === null} />}
      <div className="header-end">
        {!isWanted && <ConnectionBadge {...connection} />}
        <Choices label="Theme" value={theme} options={THEMES} onChoose={choose} />
        {key !== null && <HeldKey text={key} />}
      </div>
    </header>
  );
}

export function Shell(): ReactElement {
  const { pathname } = useLocation();
  const { isWanted } = useAccess();
  return (
    <>
      <a href="#main" className="skip">
        Skip to content
      </a>
      <Favicon />
      <Header />
      <main id="main" className="main" tabIndex={-1}>
        <Boundary key={isWanted ? "key" : pathname}>
          <Suspense fallback={<SkeletonLines lines={6} height="2.5rem" />}>
            {isWanted ? <KeyPage /> : <Outlet />}
          </Suspense>
        </Boundary>
      </main>
    </>
  );
}
