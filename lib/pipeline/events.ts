import type { SchemaTypes } from "../schema/generated.ts";

/** What a run tells while it goes: a line of its event log. */
export type RunEvent = SchemaTypes["run_event"];

/** When and of which run an event tells. */
type Circumstances = "time" | "pipeline" | "cell" | "run_id";

/** The union's members one by one: `Omit` of a union would keep only what all have. */
type WithoutEach<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** What happened, before it is said when and in which run. */
export type Happening = WithoutEach<RunEvent, Circumstances>;

/** The event of a happening. */
export function eventOf(happening: Happening, circumstances: Pick<RunEvent, Circumstances>): RunEvent {
  const { kind, ...rest } = happening;
  // Both parts are one member of the union, put together again.
  return { kind, ...circumstances, ...rest } as RunEvent;
}
