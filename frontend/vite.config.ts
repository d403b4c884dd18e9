import { defineConfig } from "vite";

export default defineConfig({
  build: {
    modulePreload: { polyfill: false },
    // The two editors are large, load only with their own page, and come from the same machine.
    chunkSizeWarningLimit: 8000,
    rolldownOptions: {
      input: { dashboard: "index.html", playground: "playground.html", docs: "docs.html" },
      checks: { moduleLevelDirective: false }, // "use client" is for servers, and there is none
    },
  },
});
