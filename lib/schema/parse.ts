import { InputError, type Problem } from "../errors.ts";
import { schemaDocuments, type SchemaTypes } from "./generated.ts";
import { copyPlain } from "./plain.ts";
import { validator } from "./validate.ts";
import { formatPath, type Violation } from "./violations.ts";

/** Most problems of one value that an error lists. */
const MOST_PROBLEMS = 50;

/** What came of checking a value: the value with its defaults filled in, or what is wrong with it. */
export type Checked<Value> =
  | { readonly kind: "valid"; readonly value: Value }
  | { readonly kind: "invalid"; readonly violations: readonly Violation[] };

const validate = validator(schemaDocuments, { areChecked: true });

/**
 * A copy of untrusted data, defaults filled in, if it is valid under the schema of that name.
 *
 * Holds the one cast of the code base: the schema that the type was generated from has just been checked.
 */
export function check<Name extends keyof SchemaTypes>(
  name: Name,
  value: unknown,
): Checked<SchemaTypes[Name]> {
  const copy = copyPlain(value);
  const violations = validate(name, copy);
  if (violations.length > 0) return { kind: "invalid", violations };
  return { kind: "valid", value: copy as SchemaTypes[Name] };
}

/**
 * A copy of untrusted data under the schema of that name, with its defaults filled in: the one door for data
 * from outside. A table is a schema of type array; every row is checked.
 *
 * @param where - File or artefact that the value came from, for messages.
 * @throws InputError with one problem per violation, located as `where (channels[0].name)`.
 */
export function parse<Name extends keyof SchemaTypes>(
  name: Name,
  value: unknown,
  where: string,
): SchemaTypes[Name] {
  const checked = check(name, value);
  if (checked.kind === "valid") return checked.value;
  throw new InputError(
    limitProblems(
      checked.violations.map((one) => toProblem(one, where)),
      where,
    ),
  );
}

function toProblem({ path, what, fix }: Violation, where: string): Problem {
  return { what, where: path.length === 0 ? where : `${where} (${formatPath(path)})`, fix };
}

/** The first fifty problems and, where there are more, a last one that counts the rest. */
export function limitProblems(problems: readonly Problem[], where: string): readonly Problem[] {
  const rest = problems.length - MOST_PROBLEMS;
  if (rest <= 0) return problems;
  const last = { what: `${rest} more problems`, where, fix: "mend the ones above first" };
  return [...problems.slice(0, MOST_PROBLEMS), last];
}
