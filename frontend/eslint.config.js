import eslint from "@eslint/js";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// Who may import whom: app -> features -> charts -> ui | graphql -> lib, and no feature another.
const LAYERS = {
  "src/lib": "^\\.\\./",
  "src/graphql": "/(app|features|charts|ui)/",
  "src/ui": "/(app|features|charts|graphql)/",
  "src/charts": "/(app|features|graphql)/",
  "src/features": "/app/|^\\.\\./(?!\\.\\./)",
};

const layer = ([folder, regex]) => ({
  files: [`${folder}/**`],
  rules: {
    "no-restricted-imports": [
      "error",
      { patterns: [{ regex, message: "app -> features -> charts -> ui | graphql -> lib" }] },
    ],
  },
});

export default tseslint.config(
  { ignores: ["dist/", "src/graphql/generated.ts"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  reactHooks.configs.flat["recommended-latest"],
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: { "no-console": "error", "@typescript-eslint/no-explicit-any": "error" },
  },
  {
    rules: {
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  ...Object.entries(LAYERS).map(layer),
  {
    files: ["**/*.{js,mjs}"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { process: "readonly" } },
  },
);
