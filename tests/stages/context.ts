import { onTestFinished } from "vitest";
import type { StageContext } from "../../lib/stage.ts";

/** A stage's context that keeps its warnings, and closes at the test's end what is to be closed later. */
export function testContext(): StageContext & { readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  return {
    warnings,
    warn: (message) => warnings.push(message),
    closeLater: (resource) => {
      onTestFinished(() => resource.close());
    },
  };
}
