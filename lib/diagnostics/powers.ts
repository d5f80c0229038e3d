import type { Address, Layout, Room } from "./kernels/kernels.ts";

/** e^x is tabulated in steps of 1 / 2048 from 0 to 1, and in steps of 1 from -709 to 709, as `assembly/exponentials.ts` has it. */
const STEPS = 2048;
const GREATEST = 709;
const LENGTH = STEPS + 2 * GREATEST + 1;

/** A place for the tables that the exponentials of the kernels rest on. */
export function placePowers(layout: Layout): Address {
  return layout.doubles(LENGTH);
}

let powers: Float64Array | undefined;

export function fillPowers(room: Room, at: Address): void {
  powers ??= Float64Array.from({ length: LENGTH }, (_, i) =>
    Math.exp(i < STEPS ? i / STEPS : i - STEPS - GREATEST),
  );
  room.doubles(at, LENGTH).set(powers);
}
