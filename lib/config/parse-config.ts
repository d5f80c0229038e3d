import { InputError, type Problem } from "../errors.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { check, limitProblems, type Checked } from "../schema/parse.ts";
import type { Violation } from "../schema/violations.ts";
import { locate, placeOf } from "./problems.ts";
import { settle, type Setting, type Settled } from "./settings.ts";
import { readYaml, type YamlSource } from "./yaml.ts";

/** A checked configuration that can still say where each of its values stands. */
export interface Config<Value> {
  readonly value: Value;
  /** The place of a value for messages, `file:line:column (path)`, from the keys that lead to it. */
  readonly where: (...path: readonly (string | number)[]) => string;
}

/**
 * A YAML file (pipeline, policy, waiver, problem) under the schema of that name, with its defaults filled in.
 *
 * @param settings - Values that the command line puts in place of the file's.
 * @throws InputError with every problem at its place, in the order of the file.
 */
export async function readConfig<Name extends keyof SchemaTypes>(
  name: Name,
  file: string,
  settings: readonly Setting[] = [],
): Promise<Config<SchemaTypes[Name]>> {
  return checkConfig(name, await readYaml(file), settings);
}

/**
 * A YAML document already read, under the schema of that name; as `readConfig`.
 *
 * @param prepare - Changes values before they are checked, each in its place.
 */
export function checkConfig<Name extends keyof SchemaTypes>(
  name: Name,
  source: YamlSource,
  settings: readonly Setting[] = [],
  prepare: (settled: unknown) => unknown = (settled) => settled,
): Config<SchemaTypes[Name]> {
  const { settled, checked } = checkSettled(name, source, settings, prepare);
  if (checked.kind === "invalid")
    throw new InputError(limitProblems(problemsOf(checked.violations, settled, source), source.file));
  return {
    value: checked.value,
    where: (...path) => settled.settingOf(path)?.where ?? placeOf(source, path),
  };
}

/** A setting that its schema refuses as YAML reads it (`title=2026`: a number) but takes as text is text. */
function checkSettled<Name extends keyof SchemaTypes>(
  name: Name,
  source: YamlSource,
  settings: readonly Setting[],
  prepare: (settled: unknown) => unknown,
): { readonly settled: Settled; readonly checked: Checked<SchemaTypes[Name]> } {
  const settled = settle(source.value, settings);
  const checked = check(name, prepare(settled.value));
  if (checked.kind === "valid" || settings.length === 0) return { settled, checked };
  const refused = new Set(checked.violations.map(({ path }) => settled.settingOf(path)));
  const asText = settings.map((one) => (refused.has(one) ? { ...one, value: one.text } : one));
  const again = check(name, prepare(settle(source.value, asText).value));
  return again.kind === "valid" ? { settled, checked: again } : { settled, checked };
}

function problemsOf(
  violations: readonly Violation[],
  settled: Settled,
  source: YamlSource,
): readonly Problem[] {
  const ofFile = violations.filter(({ path }) => settled.settingOf(path) === null);
  const ofSettings = violations.flatMap(({ path, what, fix }) => {
    const setting = settled.settingOf(path);
    return setting === null ? [] : [{ what, where: setting.where, fix }];
  });
  return [...locate(ofFile, source), ...ofSettings];
}
