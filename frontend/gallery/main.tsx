/** All pieces on one page, for tests that compare how they look. */
import "../src/ui/tokens.css";
import "../src/ui/base.css";
import "../src/ui/ui.css";
import "../src/charts/charts.css";
import "./gallery.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { PIECES } from "./pieces";

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <StrictMode>
    {Object.entries(PIECES).map(([name, piece]) => (
      <div key={name} className="piece" data-piece={name}>
        {piece}
      </div>
    ))}
  </StrictMode>,
);
