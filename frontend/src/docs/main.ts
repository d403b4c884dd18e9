/** REST's description -> a page to read it and to try it out. */
import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle";
import "swagger-ui-dist/swagger-ui.css";
import "./docs.css";

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
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
});
