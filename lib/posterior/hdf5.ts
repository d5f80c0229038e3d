import { Dataset, File, Group, ready, type Metadata } from "h5wasm/node";
import { InputError } from "../errors.ts";
import { checkFormat, EXPORT_FIX } from "./file-format.ts";

/** Bytes that one read takes from the file; the heap of the HDF5 library grows to it and never shrinks. */
const BLOCK_BYTES = 32 * 1024 * 1024;
const INTEGER = 0;
const FLOAT = 1;
const ENUM = 8;

type Hdf5Module = Awaited<typeof ready>;

/** First line of the HDF5 library's trace that says what was found; the trace itself names its own sources only. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const frames = [...text.matchAll(/#\d+: .*? in \w+\(\): (.*)/g)].map((frame) => frame[1] ?? "");
  return frames.at(-1) ?? text;
}

function corrupt(path: string, error: unknown): InputError {
  return new InputError(
    { what: `is damaged or incomplete: ${reasonOf(error)}`, where: path, fix: EXPORT_FIX },
    { cause: error },
  );
}

/** A block of an array: where it starts on each axis, and how far it goes. */
export interface Slab {
  readonly start: readonly number[];
  readonly count: readonly number[];
}

/** Values of a slab as float64, read in blocks along its first axis so that the library's heap stays small. */
function readNumbers(
  module: Hdf5Module,
  dataset: Dataset,
  { size }: Metadata,
  { start, count }: Slab,
): Float64Array {
  const total = count.reduce((product, length) => product * length, 1);
  const out = new Float64Array(total);
  const rows = count[0] ?? 1;
  const rowLength = rows === 0 ? 0 : total / rows;
  const rowsPerBlock = Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, rowLength * size)));
  for (let row = 0; row < rows; row += rowsPerBlock) {
    const take = Math.min(rowsPerBlock, rows - row);
    const lengths = count.map((length, axis) => BigInt(axis === 0 ? take : length));
    const offset = start.map((from, axis) => BigInt(axis === 0 ? from + row : from));
    const strides = count.map(() => 1n);
    const pointer = module._malloc(Math.max(1, take * rowLength * size));
    if (pointer === 0)
      throw new RangeError(`no memory for ${take * rowLength * size} bytes of ${dataset.path}`);
    try {
      const scalar = count.length === 0;
      const status = module.get_dataset_data(
        dataset.file_id,
        dataset.path,
        scalar ? null : lengths,
        scalar ? null : offset,
        scalar ? null : strides,
        BigInt(pointer),
      );
      if (status < 0) throw new Error(`${dataset.path} cannot be read`);
      const bytes = module.HEAPU8.slice(pointer, pointer + take * rowLength * size);
      out.set(decode(bytes.buffer, dataset.metadata, dataset.path), row * rowLength);
    } finally {
      module._free(pointer);
    }
  }
  return out;
}

function decode(buffer: ArrayBuffer, metadata: Metadata, path: string): ArrayLike<number> {
  const { size, signed, littleEndian } = metadata;
  const type = metadata.enum_type === undefined ? metadata.type : metadata.enum_type.type;
  if (littleEndian || size === 1) {
    if (type === FLOAT && size === 8) return new Float64Array(buffer);
    if (type === FLOAT && size === 4) return new Float32Array(buffer);
    if (type === INTEGER && size === 1) return signed ? new Int8Array(buffer) : new Uint8Array(buffer);
    if (type === INTEGER && size === 2) return signed ? new Int16Array(buffer) : new Uint16Array(buffer);
    if (type === INTEGER && size === 4) return signed ? new Int32Array(buffer) : new Uint32Array(buffer);
    if (type === INTEGER && size === 8) {
      const integers = signed ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
      return Float64Array.from(integers, Number);
    }
  }
  throw new InputError({
    what: `has numbers of a kind that is not read (class ${type}, ${size} bytes, ${littleEndian ? "little" : "big"}-endian)`,
    where: path,
    fix: "export it as little-endian float64, float32 or integers",
  });
}

function isText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** One dataset of an HDF5 file. */
export interface StoredArray {
  readonly path: string;
  readonly shape: readonly number[];
  /** Lengths of the blocks in which the file holds the array; null where it lies in one piece. */
  readonly chunks: readonly number[] | null;
  readonly isNumeric: boolean;
  /** Names of the dimension scales attached to each axis; null where an axis has none. */
  readonly scales: readonly (string | null)[];
  /** Text or number of one attribute; null when absent or of another kind. */
  attribute(name: string): string | number | null;
  /** Values as float64, row-major: all, or those of a slab. */
  numbers(slab?: Slab): Float64Array;
  texts(): readonly string[];
}

/** An open HDF5 file: groups one level deep, their datasets and attributes. */
export interface StoredFile {
  readonly path: string;
  readonly groups: readonly string[];
  /** Attributes of a group, or of the root for "/"; numbers and texts only. */
  attributes(group: string): ReadonlyMap<string, string | number>;
  /** Names of the datasets of a group, in the order of their creation; empty when there is no such group. */
  names(group: string): readonly string[];
  array(group: string, name: string): StoredArray | null;
  close(): void;
}

function plain(value: unknown): string | number | null {
  if (typeof value === "string" || typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView) && "length" in value) {
    return value.length === 1 ? plain(Reflect.get(value, 0)) : null;
  }
  return Array.isArray(value) && value.length === 1 ? plain(value[0]) : null;
}

function storedArray(module: Hdf5Module, path: string, dataset: Dataset): StoredArray {
  const { metadata } = dataset;
  const shape = metadata.shape ?? [];
  const whole: Slab = { start: shape.map(() => 0), count: shape };
  const guarded = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw error instanceof InputError ? error : corrupt(`${path}:${dataset.path}`, error);
    }
  };
  return {
    path: dataset.path,
    shape,
    chunks: metadata.chunks,
    isNumeric: [INTEGER, FLOAT, ENUM].includes(metadata.type),
    scales: shape.map((_, axis) =>
      guarded(() => dataset.get_attached_scales(axis)[0]?.split("/").at(-1) ?? null),
    ),
    attribute: (name) => guarded(() => plain(dataset.attrs[name]?.value)),
    numbers: (slab = whole) => guarded(() => readNumbers(module, dataset, metadata, slab)),
    texts: () =>
      guarded(() => {
        const { value } = dataset;
        return typeof value === "string" ? [value] : isText(value) ? value : [];
      }),
  };
}

/**
 * Opens an HDF5 file by its path; bytes are read from disk when a dataset asks for them.
 *
 * @throws InputError for a missing file, a folder, another format (NetCDF-3 has its own hint), a damaged or truncated file;
 * a damaged dataset throws when it is read.
 */
export async function openHdf5(path: string): Promise<StoredFile> {
  checkFormat(path);
  const module = await ready;
  // Without this a failed read prints a trace on stderr and returns whatever the heap held.
  module.activate_throwing_error_handler();
  let file: File;
  let groups: string[];
  try {
    file = new File(path, "r");
    groups = file.keys();
  } catch (error) {
    throw corrupt(path, error);
  }
  const groupAt = (name: string): Group | null => {
    if (name === "/") return file;
    const entity = groups.includes(name) ? file.get(name) : null;
    return entity instanceof Group ? entity : null;
  };
  return {
    path,
    groups,
    attributes(name) {
      const found = Object.entries(groupAt(name)?.attrs ?? {}).map(
        ([key, { value }]) => [key, plain(value)] as const,
      );
      return new Map(found.filter((entry): entry is [string, string | number] => entry[1] !== null));
    },
    names: (name) => groupAt(name)?.keys() ?? [],
    array(group, name) {
      const owner = groupAt(group);
      const entity = owner?.keys().includes(name) ? owner.get(name) : null;
      return entity instanceof Dataset ? storedArray(module, path, entity) : null;
    },
    close: () => {
      file.close();
    },
  };
}
