import { datesSince, isoDate } from "./dates.ts";
import { openHdf5, type Slab, type StoredArray, type StoredFile } from "./hdf5.ts";

/** NAME of a scale that stands for a dimension without coordinates (NetCDF-4 convention). */
const NO_COORDINATE = "This is a netCDF dimension but not a netCDF variable";

/** One array of a group with the names of its dimensions. */
export interface Variable {
  readonly group: string;
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly isNumeric: boolean;
  /** Lengths of the blocks in which the file holds the values; null where they lie in one piece. */
  readonly chunks: readonly number[] | null;
  /** Values as float64, row-major, all or those of a slab; booleans are 0 and 1; a fill value is NaN. */
  values(slab?: Slab): Float64Array;
}

/** The labels of one dimension of a group. */
export interface Coordinate {
  /** Label of each position: the text, the number or the ISO date that the file holds; the position where it holds none. */
  readonly labels: readonly string[];
  /** ISO dates when the labels are dates, else null. */
  readonly dates: readonly string[] | null;
  /** True when the labels are texts. */
  readonly isText: boolean;
}

/** An InferenceData file (NetCDF-4/HDF5) as groups of variables with named dimensions; values are read when asked for. */
export interface InferenceData {
  readonly path: string;
  readonly groups: readonly string[];
  attributes(group: string): ReadonlyMap<string, string | number>;
  /** Names of the variables of a group, without coordinates, in file order. */
  names(group: string): readonly string[];
  variable(group: string, name: string): Variable | null;
  coordinate(group: string, dim: string, length: number): Coordinate;
  close(): void;
}

function isScale(array: StoredArray): boolean {
  return array.attribute("CLASS") === "DIMENSION_SCALE";
}

function decoded(array: StoredArray, slab?: Slab): Float64Array {
  const values = array.numbers(slab);
  const fill = array.attribute("_FillValue");
  return typeof fill === "number" && !Number.isNaN(fill)
    ? values.map((value) => (value === fill ? NaN : value))
    : values;
}

function toVariable(group: string, name: string, array: StoredArray): Variable {
  const dims = array.scales.map((scale, axis) => scale ?? `${name}_dim_${axis}`);
  const { shape, chunks, isNumeric } = array;
  return { group, name, dims, shape, chunks, isNumeric, values: (slab) => decoded(array, slab) };
}

function positions(length: number): Coordinate {
  return { labels: Array.from({ length }, (_, i) => String(i)), dates: null, isText: false };
}

function toCoordinate(array: StoredArray): Coordinate {
  if (!array.isNumeric) {
    const labels = array.texts();
    const dates = labels.map(isoDate);
    return { labels, dates: dates.every((date) => date !== null) ? dates : null, isText: true };
  }
  const values = array.numbers();
  const units = array.attribute("units");
  const calendar = array.attribute("calendar");
  const dates =
    typeof units === "string"
      ? datesSince(values, units, typeof calendar === "string" ? calendar : null)
      : null;
  return { labels: dates ?? Array.from(values, String), dates, isText: false };
}

/**
 * Opens an InferenceData file written by ArviZ, xarray, PyMC or Meridian.
 *
 * @throws InputError when the file is missing, of another format or damaged.
 */
export async function openInferenceData(path: string): Promise<InferenceData> {
  const file: StoredFile = await openHdf5(path);
  return {
    path,
    groups: file.groups,
    attributes: (group) => file.attributes(group),
    names: (group) =>
      file.names(group).filter((name) => {
        const array = file.array(group, name);
        return array !== null && !isScale(array);
      }),
    variable(group, name) {
      const array = file.array(group, name);
      return array === null || isScale(array) ? null : toVariable(group, name, array);
    },
    coordinate(group, dim, length) {
      const array = file.array(group, dim);
      const name = array?.attribute("NAME");
      if (array?.shape[0] !== length) return positions(length);
      return typeof name === "string" && name.startsWith(NO_COORDINATE)
        ? positions(length)
        : toCoordinate(array);
    },
    close: () => {
      file.close();
    },
  };
}
