import type { StageContext } from "../stage.ts";
import type { Happening } from "./events.ts";

/** Shortest time between two reports, in milliseconds: as often as people can read. */
const EVERY_MS = 100;

/**
 * Passes on how far a stage has come, now and then, with how long the rest will take at the pace so far.
 *
 * @param now - A clock in milliseconds that only goes forwards.
 */
export function progressReporter(
  stage: string,
  tell: (happening: Happening) => void,
  now: () => number = () => performance.now(),
): StageContext["progress"] {
  const began = now();
  let said = -Infinity;
  let part = { message: "", began };
  return (message, amount) => {
    const time = now();
    if (message !== part.message) part = { message, began: time };
    const isLast = amount?.total != null && amount.done >= amount.total;
    if (time - said < EVERY_MS && !isLast) return;
    said = time;
    tell({
      kind: "progress",
      stage,
      message,
      done: amount?.done ?? null,
      total: amount?.total ?? null,
      elapsed_seconds: (time - began) / 1000,
      eta_seconds: amount === undefined ? null : secondsLeft(amount, time - part.began),
    });
  };
}

/** Null where the total is not known, as long as nothing is done, or nothing has taken any time. */
function secondsLeft(
  { done, total }: { readonly done: number; readonly total: number | null },
  elapsed: number,
): number | null {
  if (total === null || !(done > 0) || !(elapsed > 0)) return null;
  return Math.max(0, (elapsed * (total - done)) / done / 1000);
}
