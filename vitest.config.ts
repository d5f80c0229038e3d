import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    coverage: {
      provider: "v8",
      include: ["lib/**/*.ts", "stages/**/*.ts"],
      exclude: ["lib/schema/generated.ts", "lib/diagnostics/kernels/assembly"],
    },
  },
});
