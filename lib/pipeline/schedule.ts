import type { StageId } from "../stage.ts";

interface Node {
  readonly id: StageId;
  readonly needs: readonly StageId[];
}

/**
 * Does each stage once all that it needs is done, as many at a time as there are jobs; of those ready, the first in the plan.
 *
 * @param stages - In the order of the plan.
 * @throws The first thing that `work` threw, once all that was under way has ended; nothing is begun after it.
 */
export async function schedule<S extends Node>(
  stages: readonly S[],
  jobs: number,
  work: (stage: S) => Promise<void>,
): Promise<void> {
  const waiting = new Set(stages);
  const done = new Set<StageId>();
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const start = (stage: S): void => {
    waiting.delete(stage);
    const job = work(stage)
      .then(
        () => void done.add(stage.id),
        (error: unknown) => void failures.push(error),
      )
      .finally(() => running.delete(job));
    running.add(job);
  };
  for (;;) {
    for (const stage of waiting) {
      if (running.size >= jobs || failures.length > 0) break;
      if (stage.needs.every((need) => done.has(need))) start(stage);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw failures[0];
}
