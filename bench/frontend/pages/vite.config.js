import { fileURLToPath } from "node:url";

const shipped = fileURLToPath(new URL("../../../frontend/node_modules", import.meta.url));
const page = (name) => fileURLToPath(new URL(`${name}.html`, import.meta.url));

export default {
  base: "/bench/",
  resolve: {
    // The same React and Apollo as the dashboard's, in all arms.
    alias: ["react", "react-dom", "@apollo/client", "graphql", "graphql-ws", "rxjs"].map(
      (name) => ({ find: new RegExp(`^${name}(?=/|$)`), replacement: `${shipped}/${name}` }),
    ),
  },
  build: {
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { naive: page("naive"), chart: page("chart"), uplot: page("uplot") },
      checks: { moduleLevelDirective: false },
    },
  },
};
