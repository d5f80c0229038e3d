import addFormats from "ajv-formats";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { isPlainObject } from "./plain.ts";
import { selectBranches } from "./unions.ts";
import { toViolations, type Violation } from "./violations.ts";

/** Most errors of one value that are put into words: past it, a table is wrong in one way throughout. */
const MOST_ERRORS = 2000;

/** Finds what is wrong with a value under the schema of that name and **fills the value's defaults in place**. */
export type Validate<Name extends string> = (name: Name, value: unknown) => readonly Violation[];

/**
 * A validator over schema documents (JSON Schema draft 2020-12, each complete in itself, no `$ref`).
 *
 * A document is compiled when first used. NaN and Infinity are refused. A document that is itself no valid
 * schema, or outside ajv's strict mode, is a programmer's mistake and throws a plain Error.
 *
 * @param options - `areChecked`: a test holds the documents against the metaschema, so that no start of the command need.
 */
export function validator<Name extends string>(
  documents: Readonly<Record<Name, object>>,
  { areChecked = false }: { readonly areChecked?: boolean } = {},
): Validate<Name> {
  const ajv = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    strict: true,
    allowUnionTypes: true,
    ownProperties: true,
    verbose: true,
    // A schema is used a few times in a run: optimising its code takes longer than it saves.
    code: { optimize: false },
    validateSchema: !areChecked,
  });
  addFormats.default(ajv);
  ajv.addVocabulary(["discriminator", "x-unit", "x-format", "x-csv"]);
  const compiled = new Map<Name, ValidateFunction>();
  const compile = (name: Name): ValidateFunction => {
    const document = selectBranches(documents[name]);
    if (!isPlainObject(document)) throw new Error(`no schema is called ${name}`);
    // A default of the whole value says what a property that refers to this schema defaults to: nothing to fill here.
    const entries = Object.entries(document).filter(([key]) => key !== "default" && key !== "$id");
    const validate = ajv.compile(Object.fromEntries(entries));
    compiled.set(name, validate);
    return validate;
  };
  return (name, value) => {
    const validate = compiled.get(name) ?? compile(name);
    if (validate(value)) return [];
    const errors: readonly ErrorObject[] = validate.errors ?? [];
    return toViolations(value, errors.slice(0, MOST_ERRORS));
  };
}
