import { KERNELS } from "./generated.ts";

/** The global of the same name, as far as it is used: neither Node's types nor the language's hold it. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Where an array begins in the memory of the kernels, in bytes. */
export type Address = number;

/**
 * The compiled functions, documented where they are written: `assembly/`. They take addresses and sizes, and check neither.
 */
export interface Kernels {
  readonly describeRows: (
    values: Address,
    rowCount: number,
    length: number,
    means: Address,
    squares: Address,
  ) => void;
  readonly centreRows: (
    out: Address,
    stride: number,
    values: Address,
    rowCount: number,
    length: number,
    means: Address,
    squares: Address,
  ) => void;
  readonly pairProducts: (
    out: Address,
    values: Address,
    rowCount: number,
    length: number,
    stride: number,
    lag: number,
  ) => void;
  readonly lagProducts: (
    values: Address,
    rowCount: number,
    length: number,
    stride: number,
    lag: number,
  ) => number;
  readonly rangeOf: (values: Address, count: number, out: Address) => void;
  readonly sortValues: (
    values: Address,
    count: number,
    sorted: Address,
    order: Address,
    room: Address,
  ) => void;
  readonly countTies: (sorted: Address, count: number) => number;
  readonly scoreDistinct: (out: Address, order: Address, count: number, scores: Address) => void;
  readonly scoreTies: (out: Address, sorted: Address, order: Address, count: number, scores: Address) => void;
  readonly foldSorted: (
    outSorted: Address,
    outOrder: Address,
    sorted: Address,
    order: Address,
    count: number,
    centre: number,
    room: Address,
  ) => void;
  readonly markMembers: (
    bits: Address,
    counts: Address,
    ends: Address,
    members: Address,
    memberCount: number,
    rowCount: number,
    length: number,
  ) => void;
  readonly memberProducts: (
    bits: Address,
    counts: Address,
    ends: Address,
    rowCount: number,
    length: number,
    lag: number,
  ) => number;
  readonly exponentials: (
    out: Address,
    values: Address,
    count: number,
    origin: number,
    rate: number,
    powers: Address,
  ) => void;
  readonly sumDecays: (
    out: Address,
    values: Address,
    count: number,
    origin: number,
    cutoff: number,
    powers: Address,
  ) => void;
  readonly findLowest: (
    values: Address,
    count: number,
    least: number,
    greatest: number,
    wanted: number,
    sorted: Address,
    order: Address,
    gathered: Address,
    places: Address,
    room: Address,
  ) => number;
  readonly productsOfFactors: (
    out: Address,
    values: Address,
    count: number,
    slopes: Address,
    slopeCount: number,
  ) => void;
  readonly productsLessOne: (out: Address, values: Address, count: number, b: number) => void;
  readonly sumTail: (out: Address, ratios: Address, raw: Address, count: number) => void;
}

/** Kernels with a memory of their own. */
export interface Room {
  readonly run: Kernels;
  /** A view of so many doubles in the memory; it stays one, for the memory never grows. */
  readonly doubles: (at: Address, count: number) => Float64Array;
  readonly integers: (at: Address, count: number) => Uint32Array;
}

/** What a room will hold: arrays are placed one after the other, and the room is opened when all have their place. */
export interface Layout {
  doubles(count: number): Address;
  integers(count: number): Address;
  open(): Room;
}

const PAGE_BYTES = 2 ** 16;
/** An array begins at a line of the processor's cache. */
const LINE_BYTES = 64;

/** An empty layout; opened, its arrays are zero. */
export function createLayout(): Layout {
  // No array is at address 0, which in a fault would be any other's too.
  let end = LINE_BYTES;
  const place = (bytes: number): Address => {
    const start = end;
    end += Math.ceil(bytes / LINE_BYTES) * LINE_BYTES;
    return start;
  };
  return {
    doubles: (count) => place(8 * count),
    integers: (count) => place(4 * count),
    open: () => openRoom(Math.ceil(end / PAGE_BYTES)),
  };
}

let compiled: object | undefined;

function openRoom(pages: number): Room {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  compiled ??= new WebAssembly.Module(bytesOf(KERNELS));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  return {
    run: exports as Kernels,
    doubles: (at, count) => new Float64Array(memory.buffer, at, count),
    integers: (at, count) => new Uint32Array(memory.buffer, at, count),
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
