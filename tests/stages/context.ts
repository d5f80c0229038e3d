import { onTestFinished } from "vitest";
import type { StageContext } from "../../lib/stage.ts";

/** A stage's context that keeps its warnings, and closes at the test's end what is to be closed later. */
export function testContext(): StageContext & {
  readonly warnings: readonly string[];
  readonly said: readonly Parameters<StageContext["progress"]>[];
} {
  const warnings: string[] = [];
  const said: Parameters<StageContext["progress"]>[] = [];
  return {
    warnings,
    signal: new AbortController().signal,
    said,
    progress: (...one) => said.push(one),
    warn: (message) => warnings.push(message),
    command: () => Promise.reject(new Error("no program runs in this test")),
    closeLater: (resource) => {
      onTestFinished(() => resource.close());
    },
  };
}
