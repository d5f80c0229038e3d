import { join } from "node:path";
import { File, ready, type GuessableDataTypes } from "h5wasm/node";
import { temporaryFolder } from "../temporary.ts";

/** One array of a synthetic file; `data` row-major. */
export interface Stored {
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly data: GuessableDataTypes;
  readonly dtype?: string;
  readonly attrs?: Readonly<Record<string, GuessableDataTypes>>;
}

export type Scale = Omit<Stored, "dims" | "shape">;

export interface StoredGroup {
  readonly coords: Readonly<Record<string, Scale>>;
  readonly variables: Readonly<Record<string, Stored>>;
  readonly attrs?: Readonly<Record<string, GuessableDataTypes>>;
}

export interface StoredFile {
  readonly groups: Readonly<Record<string, StoredGroup>>;
  readonly attrs?: Readonly<Record<string, GuessableDataTypes>>;
}

interface Place {
  create_dataset(args: { name: string; data: GuessableDataTypes; shape?: number[]; dtype?: string }): {
    create_attribute(name: string, data: GuessableDataTypes): void;
    make_scale(name: string): void;
    attach_scale(axis: number, path: string): void;
  };
}

function write(place: Place, name: string, { data, dtype, attrs }: Scale, shape?: readonly number[]) {
  const dataset = place.create_dataset({
    name,
    data,
    ...(shape === undefined ? {} : { shape: [...shape] }),
    ...(dtype === undefined ? {} : { dtype }),
  });
  for (const [key, value] of Object.entries(attrs ?? {})) dataset.create_attribute(key, value);
  return dataset;
}

/** Writes an HDF5 file as NetCDF-4 lays it out: one dimension scale per dimension, attached to the axes of the variables. */
export async function writeFile(path: string, { groups, attrs }: StoredFile): Promise<string> {
  await ready;
  const file = new File(path, "w");
  for (const [key, value] of Object.entries(attrs ?? {})) file.create_attribute(key, value);
  for (const [name, group] of Object.entries(groups)) {
    const place = file.create_group(name);
    for (const [key, value] of Object.entries(group.attrs ?? {})) place.create_attribute(key, value);
    for (const [dim, coordinate] of Object.entries(group.coords)) {
      const scale = write(place, dim, coordinate);
      scale.make_scale(typeof coordinate.attrs?.["NAME"] === "string" ? coordinate.attrs["NAME"] : dim);
    }
    for (const [variable, stored] of Object.entries(group.variables)) {
      const dataset = write(place, variable, stored, stored.shape);
      stored.dims.forEach((dim, axis) => {
        if (dim in group.coords) dataset.attach_scale(axis, `/${name}/${dim}`);
      });
    }
  }
  file.close();
  return path;
}

export const CHANNELS = ["tv", "search"];

/** Values 1, 2, 3 … of the given shape. */
export function counting(...shape: readonly number[]): Float64Array {
  return Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i + 1);
}

export const COORDS: Readonly<Record<"chain" | "draw" | "date" | "channel", Scale>> = {
  chain: { data: [0, 1], dtype: "<q" },
  draw: { data: [0, 1, 2], dtype: "<q" },
  date: {
    data: [0, 7, 14, 21],
    dtype: "<q",
    attrs: { units: "days since 2024-01-01", calendar: "proleptic_gregorian" },
  },
  channel: { data: [...CHANNELS] },
};

const { chain, draw, date } = COORDS;

/** A small posterior as PyMC-Marketing writes it: 2 chains of 3 draws, 4 weeks, 2 channels, target divided by 10. */
export function validFile(): {
  attrs: Record<string, GuessableDataTypes>;
  groups: Record<string, StoredGroup>;
} {
  const perDate: Stored = { dims: ["chain", "draw", "date"], shape: [2, 3, 4], data: counting(2, 3, 4) };
  const perDraw: Stored = { dims: ["chain", "draw"], shape: [2, 3], data: counting(2, 3) };
  return {
    attrs: { adstock: "{}", saturation: "{}" },
    groups: {
      posterior: {
        attrs: { pymc_marketing_version: "0.19.2" },
        coords: COORDS,
        variables: {
          channel_contribution: {
            dims: ["chain", "draw", "date", "channel"],
            shape: [2, 3, 4, 2],
            data: counting(2, 3, 4, 2),
          },
          intercept_contribution: perDraw,
          alpha: {
            dims: ["chain", "draw", "channel"],
            shape: [2, 3, 2],
            data: new Float64Array(12).fill(0.5),
          },
          alpha_log__: { ...perDraw, data: new Float64Array(6).fill(-Infinity) },
        },
      },
      sample_stats: {
        coords: { chain, draw },
        variables: {
          diverging: { ...perDraw, data: Int8Array.of(0, 1, 0, 0, 0, 1), attrs: { dtype: "bool" } },
          tree_depth: { ...perDraw, data: BigUint64Array.of(1n, 2n, 3n, 4n, 5n, 6n), dtype: "<Q" },
        },
      },
      log_likelihood: { coords: { chain, draw, date }, variables: { y: perDate } },
      posterior_predictive: { coords: { chain, draw, date }, variables: { y: { ...perDate, dtype: "<f" } } },
      observed_data: {
        coords: { date },
        variables: { y: { dims: ["date"], shape: [4], data: counting(4) } },
      },
      constant_data: {
        coords: { target_scale_dim_0: { data: [0], dtype: "<q" } },
        variables: { target_scale: { dims: ["target_scale_dim_0"], shape: [1], data: [10], dtype: "<d" } },
      },
    },
  };
}

export type Draft = ReturnType<typeof validFile>;

/** The valid file with a change, stored for one test. */
export async function storedDraft(change: (draft: Draft) => unknown): Promise<string> {
  const draft = validFile();
  change(draft);
  return writeFile(join(await temporaryFolder(), "model.nc"), draft);
}
