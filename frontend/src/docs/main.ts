/** REST's description -> a page to read it and to try it out. */
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle";
import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

import { mend } from "../lib/mend";

function followTheme(dark: MediaQueryList): void {
  const apply = (): void => {
    document.documentElement.classList.toggle("dark-mode", dark.matches);
  };
  dark.addEventListener("change", apply);
  apply();
}

followTheme(window.matchMedia("(prefers-color-scheme: dark)"));
SwaggerUI({
  url: "/openapi.json",
  dom_id: "#root",
  deepLinking: false, // it puts links into buttons, where nobody can press them without a mouse
  displayRequestDuration: true,
  tryItOutEnabled: true,
});

const asHeading = (heading: Element): void => {
  heading.setAttribute("role", "heading");
  heading.setAttribute("aria-level", "2");
};

mend({
  "h3.opblock-tag:not([role]), .models h4:not([role])": asHeading,
  ".information-container:not([role])": (about) => {
    about.setAttribute("role", "region");
    about.setAttribute("aria-label", "What this is");
  },
});
