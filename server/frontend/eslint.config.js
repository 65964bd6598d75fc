// House rules for scripts: small functions, no dead code, nothing that needs eval.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["node_modules/", "dist/"] },
  js.configs.recommended,
  {
    files: ["src/**/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["tests/**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
  },
  {
    files: ["*.js"],
    languageOptions: { globals: globals.node },
  },
  {
    rules: {
      complexity: ["error", 8],
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 40, skipComments: true }],
      "max-params": ["error", 4],
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-console": "error",
    },
  },
  { files: ["tests/**"], rules: { "max-lines-per-function": "off" } },
];
