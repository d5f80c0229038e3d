import { InputError, type Problem } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { meantOr } from "../schema/nearest.ts";

type Matrix = SchemaTypes["matrix"];
type Where = (...path: readonly (string | number)[]) => string;
type Values = Readonly<Record<string, string | number>>;

/** One combination of a matrix. */
export interface Cell {
  /** `brand=alpha,market=de`, the axes in the order of the file: names its folder. */
  readonly name: string;
  /** Value by axis. */
  readonly axes: Values;
  /** What placeholders stand for: the axes, and what `include` adds. */
  readonly values: Values;
}

const LISTS = ["include", "exclude"];

/** Placeholders of commands, which an axis would hide. */
const RESERVED = ["out", "in", "data", "seed"];

/** What is safe as the name of a folder on every system, and in a shell. */
const SAFE = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/;

const MOST_CELLS = 1000;
const LONGEST_NAME = 200;

export function cellName(axes: Values): string {
  return Object.entries(axes)
    .map(([axis, value]) => `${axis}=${value}`)
    .join(",");
}

function unsafeProblem(value: string | number, where: string): Problem[] {
  if (SAFE.test(String(value))) return [];
  const what = `${JSON.stringify(value)} is not safe as the name of a folder`;
  return [
    { what, where, fix: "write letters, digits, ., - and _, at most 64, beginning with a letter or digit" },
  ];
}

/** Two values that some systems take for one folder. */
function twinProblems(values: readonly unknown[], at: Where): Problem[] {
  const seen = new Map<string, unknown>();
  return values.flatMap((value, i) => {
    const folded = String(value).toLowerCase();
    const twin = seen.get(folded);
    seen.set(folded, twin ?? value);
    if (twin === undefined) return [];
    const what = `${JSON.stringify(value)} has the same folder as ${JSON.stringify(twin)}`;
    return [{ what, where: at(i), fix: "remove it, or name it otherwise" }];
  });
}

function axisProblems(axis: string, values: Matrix[string], at: Where): Problem[] {
  if (RESERVED.includes(axis)) {
    const what = `{{${axis}}} already stands for something in commands`;
    return [{ what, where: at(), fix: "name the axis otherwise" }];
  }
  if (values.length === 0) return [{ what: "has no value", where: at(), fix: "give it at least one" }];
  const odd = values.flatMap((value, i) =>
    typeof value === "object"
      ? [{ what: "is a mapping, not a value", where: at(i), fix: "write text or a number" }]
      : unsafeProblem(value, at(i)),
  );
  return odd.length > 0 ? odd : twinProblems(values, at);
}

/** An entry of `include` or `exclude`, and where it stands. */
interface Entry {
  readonly values: Values;
  readonly where: Where;
}

function entriesOf(matrix: Matrix, list: string, where: Where): Entry[] {
  return (matrix[list] ?? []).map((entry, i) => {
    if (typeof entry !== "object")
      throw new InputError({
        what: `${JSON.stringify(entry)} is no mapping`,
        where: where(list, i),
        fix: "write { axis: value }",
      });
    const problems = Object.entries(entry).flatMap(([name, value]) =>
      RESERVED.includes(name)
        ? [
            {
              what: `{{${name}}} already stands for something in commands`,
              where: where(list, i, name),
              fix: "name it otherwise",
            },
          ]
        : unsafeProblem(value, where(list, i, name)),
    );
    if (problems.length > 0) throw new InputError(problems);
    return { values: entry, where: (...path) => where(list, i, ...path) };
  });
}

const matches = (axes: Values, wanted: Values) =>
  Object.entries(wanted).every(([axis, value]) => String(axes[axis]) === String(value));

/** The combinations that no entry of `exclude` matches. */
function without(all: readonly Values[], entries: readonly Entry[], axes: readonly string[]): Values[] {
  for (const { values, where } of entries) {
    const unknown = Object.keys(values).find((name) => !axes.includes(name));
    if (unknown !== undefined)
      throw new InputError({
        what: `there is no axis ${unknown}`,
        where: where(unknown),
        fix: meantOr(unknown, axes, `axes are ${axes.join(", ")}`),
      });
    if (!all.some((one) => matches(one, values)))
      throw new InputError({
        what: `excludes ${cellName(values) || "nothing"}, which is no combination`,
        where: where(),
        fix: "correct it, or remove it",
      });
  }
  return all.filter((one) => !entries.some(({ values }) => matches(one, values)));
}

const toCell = (axes: Values, more: Values = {}): Cell => ({
  name: cellName(axes),
  axes,
  values: { ...axes, ...more },
});

/** What an entry of `include` says of the axes, in their order, and what beside them. */
function divided(values: Values, axes: readonly string[]): { readonly own: Values; readonly more: Values } {
  const own = axes.flatMap((axis) => (values[axis] === undefined ? [] : [[axis, values[axis]] as const]));
  const more = Object.entries(values).filter(([name]) => !axes.includes(name));
  return { own: Object.fromEntries(own), more: Object.fromEntries(more) };
}

/** As CI systems have it: an entry adds its further values to the cells that it matches, else it is a cell of its own. */
function withIncluded(cells: readonly Cell[], { values, where }: Entry, axes: readonly string[]): Cell[] {
  const { own, more } = divided(values, axes);
  const isMatched = cells.some((cell) => matches(cell.axes, own));
  if (isMatched && Object.keys(more).length > 0)
    return cells.map((cell) =>
      matches(cell.axes, own) ? { ...cell, values: { ...cell.values, ...more } } : cell,
    );
  const missing = axes.filter((axis) => !(axis in own));
  if (isMatched || missing.length > 0)
    throw new InputError({
      what: isMatched
        ? `includes ${cellName(own) || "nothing"}, which is there already`
        : `matches no cell, and does not say its ${missing.join(", ")}`,
      where: where(),
      fix: isMatched ? "remove it, or add values to it" : "name every axis to add a cell",
    });
  return [...cells, toCell(own, more)];
}

function product(matrix: Matrix, axes: readonly string[]): Values[] {
  let all: Values[] = [{}];
  for (const axis of axes)
    all = all.flatMap((one) =>
      (matrix[axis] ?? []).flatMap((value) => (typeof value === "object" ? [] : [{ ...one, [axis]: value }])),
    );
  return all;
}

/**
 * The cells of a matrix, in the order of the file.
 *
 * @throws InputError for values that are no folder names, entries that match nothing, no cell at all, or too many.
 */
export function cellsOf(matrix: Matrix, where: Where): readonly Cell[] {
  const axes = Object.keys(matrix).filter((name) => !LISTS.includes(name));
  if (axes.length === 0)
    throw new InputError({ what: "has no axis", where: where(), fix: "add one: brand: [alpha, beta]" });
  const problems = axes.flatMap((axis) =>
    axisProblems(axis, matrix[axis] ?? [], (...path) => where(axis, ...path)),
  );
  if (problems.length > 0) throw new InputError(problems);
  const size = axes.reduce((count, axis) => count * (matrix[axis] ?? []).length, 1);
  if (size > MOST_CELLS)
    throw new InputError({
      what: `has ${size} combinations; allowed: at most ${MOST_CELLS}`,
      where: where(),
      fix: "divide it among several pipeline files",
    });
  const plain = without(product(matrix, axes), entriesOf(matrix, "exclude", where), axes);
  const included = entriesOf(matrix, "include", where);
  const cells = included.reduce<readonly Cell[]>(
    (all, entry) => withIncluded(all, entry, axes),
    plain.map((one) => toCell(one)),
  );
  if (cells.length === 0)
    throw new InputError({ what: "excludes every combination", where: where(), fix: "exclude fewer" });
  const long = cells.find(({ name }) => name.length > LONGEST_NAME);
  if (long !== undefined)
    throw new InputError({
      what: `the cell ${long.name} has a name of more than ${LONGEST_NAME} letters`,
      where: where(),
      fix: "shorten the values",
    });
  return cells;
}

/** Where one cell is wanted and there are several. */
export function oneCellWanted(cells: readonly Cell[], where: string): Problem {
  const [first] = cells;
  return {
    what: `has ${cells.length} cells, and one is wanted`,
    where,
    fix: `choose one: --cell ${first?.name ?? "axis=value"}`,
  };
}

/** The matrix whose only cell this is: what a cell's own configuration holds of it. */
export function matrixOf({ axes }: Cell): Matrix {
  return Object.fromEntries(Object.entries(axes).map(([axis, value]) => [axis, [value]]));
}

/** A condition on cells as it is typed, `brand=alpha,market=de`; null when it has no such form. */
export function parseCellSelector(text: string): Readonly<Record<string, string>> | null {
  const parts = text.split(",").map((part) => /^\s*([a-z]\w*)=([\w.-]+)\s*$/.exec(part));
  if (parts.some((part) => part === null)) return null;
  return Object.fromEntries(parts.flatMap((part) => (part === null ? [] : [[part[1] ?? "", part[2] ?? ""]])));
}

/** Whether a cell meets one of the conditions. */
export function isSelected({ axes }: Pick<Cell, "axes">, selectors: readonly string[]): boolean {
  return selectors.some((text) => {
    const wanted = parseCellSelector(text);
    return wanted !== null && matches(axes, wanted);
  });
}

function selectorProblem(text: string, cells: readonly Cell[]): Problem[] {
  const where = `--cell ${text}`;
  const wanted = parseCellSelector(text);
  if (wanted === null)
    return [
      {
        what: "is no condition on cells",
        where,
        fix: "write axis=value, e.g. brand=alpha or brand=alpha,market=de",
      },
    ];
  if (cells.length === 0)
    return [
      {
        what: "the pipeline has no matrix",
        where,
        fix: "leave it out, or add matrix: {…} to the pipeline file",
      },
    ];
  if (cells.some(({ axes }) => matches(axes, wanted))) return [];
  const known = [
    ...new Set(cells.flatMap(({ axes }) => Object.entries(axes).map(([axis, value]) => `${axis}=${value}`))),
  ];
  const odd = Object.entries(wanted)
    .map(([axis, value]) => `${axis}=${value}`)
    .find((one) => !known.includes(one));
  return [
    {
      what: "there is no such cell",
      where,
      fix: meantOr(odd ?? text, known, `values are ${known.join(", ")}`),
    },
  ];
}

/**
 * The cells that meet one of the conditions; all without any.
 *
 * @throws InputError for a condition that no cell meets.
 */
export function selectCells(cells: readonly Cell[], selectors: readonly string[]): readonly Cell[] {
  const problems = selectors.flatMap((text) => selectorProblem(text, cells));
  if (problems.length > 0) throw new InputError(problems);
  return selectors.length === 0 ? cells : cells.filter((cell) => isSelected(cell, selectors));
}
