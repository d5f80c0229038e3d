import { Dataset, File, Group, ready } from "h5wasm/node";
import { writeFile, type Scale, type Stored, type StoredGroup } from "../posterior/synthetic.ts";

/** What the pipeline reads of a model file. */
const GROUPS = [
  "posterior",
  "sample_stats",
  "posterior_predictive",
  "prior_predictive",
  "log_likelihood",
  "observed_data",
  "constant_data",
];

export interface ModelChange {
  /** Keep this many chains, the first ones; the prior has one anyway. */
  readonly chains?: number;
  /** Called with the values of each variable, row-major, to change in place. */
  readonly change?: (variable: string, values: Float64Array | Float32Array) => void;
}

const shortName = (path: string | undefined) => path?.split("/").at(-1) ?? "";
const dimsOf = (dataset: Dataset) =>
  (dataset.shape ?? []).map((_, axis) => shortName(dataset.get_attached_scales(axis)[0]));

function attributesOf(dataset: Dataset, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = dataset.attrs[name]?.value;
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

function typeOf({ dtype, path }: Dataset): string {
  if (typeof dtype === "string") return dtype;
  throw new Error(`${path} is of no simple type`);
}

function dataOf(dataset: Dataset): Scale["data"] {
  const { value } = dataset;
  if (typeof value === "number" || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new Error(`${dataset.path} holds neither numbers nor texts`);
}

function scaleOf(dataset: Dataset): Scale {
  const data = dataOf(dataset);
  const isText = Array.isArray(data);
  return {
    data,
    attrs: attributesOf(dataset, ["units", "calendar"]),
    ...(isText ? {} : { dtype: typeOf(dataset) }),
  };
}

function first(data: Scale["data"], kept: number, of: number): Scale["data"] {
  return ArrayBuffer.isView(data) && "slice" in data ? data.slice(0, (data.length / of) * kept) : data;
}

function storedOf(name: string, dataset: Dataset, { chains, change }: ModelChange): Stored {
  const dims = dimsOf(dataset);
  const shape = dataset.shape ?? [];
  const [length = 1, ...rest] = shape;
  const kept = dims[0] === "chain" && chains !== undefined ? Math.min(chains, length) : length;
  const data = first(dataOf(dataset), kept, length);
  if (data instanceof Float64Array || data instanceof Float32Array) change?.(name, data);
  return {
    dims,
    shape: shape.length === 0 ? [] : [kept, ...rest],
    data,
    dtype: typeOf(dataset),
    attrs: attributesOf(dataset, ["dtype"]),
  };
}

function groupOf(group: Group, change: ModelChange): StoredGroup {
  const datasets = group.keys().flatMap((name) => {
    const entity = group.get(name);
    return entity instanceof Dataset ? [[name, entity] as const] : [];
  });
  const scales = new Set(datasets.flatMap(([, dataset]) => dimsOf(dataset)));
  const coords = datasets
    .filter(([name]) => scales.has(name))
    .map(([name, dataset]) => {
      const scale = scaleOf(dataset);
      const kept = name === "chain" && change.chains !== undefined ? change.chains : Infinity;
      const length = dataset.shape?.[0] ?? 0;
      return [name, { ...scale, data: first(scale.data, Math.min(kept, length), length) }] as const;
    });
  const variables = datasets
    .filter(([name]) => !scales.has(name))
    .map(([name, dataset]) => [name, storedOf(name, dataset, change)] as const);
  const version = group.attrs["pymc_marketing_version"]?.value;
  return {
    coords: Object.fromEntries(coords),
    variables: Object.fromEntries(variables),
    ...(typeof version === "string" ? { attrs: { pymc_marketing_version: version } } : {}),
  };
}

/** Writes a copy of what the pipeline reads of a model file, changed. */
export async function copyModel(from: string, to: string, change: ModelChange): Promise<void> {
  await ready;
  const file = new File(from, "r");
  try {
    const groups = GROUPS.flatMap((name) => {
      const group = file.keys().includes(name) ? file.get(name) : null;
      return group instanceof Group ? [[name, groupOf(group, change)] as const] : [];
    });
    // By these two attributes the writer is recognised.
    const attrs = { adstock: "{}", saturation: "{}" };
    await writeFile(to, { attrs, groups: Object.fromEntries(groups) });
  } finally {
    file.close();
  }
}
