import { openThreads, type Threads } from "./threads.ts";

/** What runs share that go side by side in one process: jobs, threads, and work that one of them has under way. */
export interface Crew {
  /** Does some work as soon as one of the jobs is free. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Does some work once nobody else has the same under way: what they made can then be taken over. */
  readonly alone: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Null where there are none, and stages are done on the spot. */
  readonly threads: Threads | null;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** @param jobs - How many pieces of work may be under way at once. */
export function openCrew(jobs: number): Crew {
  const waiting: (() => void)[] = [];
  let free = jobs;
  const take = async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resume) => waiting.push(resume));
  };
  const give = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const threads = openThreads();
  const underWay = new Map<string, Promise<void>>();
  return {
    threads,
    close: () => threads?.close() ?? Promise.resolve(),
    async turn(work) {
      await take();
      try {
        return await work();
      } finally {
        give();
      }
    },
    async alone(name, work) {
      const before = underWay.get(name) ?? Promise.resolve();
      const own = before.then(work);
      const ended = own.then(
        () => undefined,
        () => undefined,
      );
      underWay.set(name, ended);
      try {
        return await own;
      } finally {
        if (underWay.get(name) === ended) underWay.delete(name);
      }
    },
  };
}
