import eslint from "@eslint/js";
import tseslint from "typescript-eslint";

/** Folders of pure numerics: they take arrays and return arrays, and know no file, clock or ambient randomness. */
const NUMERICAL = [
  "linalg",
  "random",
  "draws",
  "diagnostics",
  "prediagnostics",
  "curves",
  "optimise",
  "risk",
  "media",
];
const numericalFiles = NUMERICAL.map((folder) => `lib/${folder}/**/*.ts`);

export default tseslint.config(
  {
    ignores: [
      "dist",
      "coverage",
      "artefacts",
      "lib/schema/generated.ts",
      // AssemblyScript: its own compiler checks it.
      "lib/diagnostics/kernels/assembly",
      "node_modules",
      "**/.venv",
    ],
  },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.json", "./browser/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A union that grows must be handled wherever it is switched on.
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      // Counts and measures belong in messages.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: numericalFiles,
    rules: {
      // In a kernel the loop bound is the proof that the element exists, and the indexed loop is an order of magnitude faster.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/prefer-for-of": "off",
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            "node:*",
            "**/pipeline/**",
            "**/posterior/**",
            "**/artefacts/**",
            "**/stages/**",
            "**/cli/**",
          ],
        },
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Pass a seeded generator from lib/random." },
        { object: "Date", property: "now", message: "Numerics know no clock." },
      ],
    },
  },
  {
    files: ["tests/**/*.ts", "bench/**/*.ts"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      globals: { process: "readonly", console: "readonly", URL: "readonly", performance: "readonly" },
    },
  },
);
