import { describe, expect, it } from "vitest";
import { schemaDocuments, schemaExamples, type SchemaTypes } from "../../lib/schema/generated.ts";
import { isPlainObject, itemsOf } from "../../lib/schema/plain.ts";
import { check, parse } from "../../lib/schema/parse.ts";

function isName(name: string): name is keyof SchemaTypes {
  return Object.hasOwn(schemaDocuments, name);
}

const names = Object.keys(schemaDocuments).filter(isName);

function rawExamples(name: keyof SchemaTypes): readonly unknown[] {
  const document: object = schemaDocuments[name];
  return isPlainObject(document) ? itemsOf(document["examples"]) : [];
}

describe("the project's schemas", () => {
  it.each(names)("%s compiles in strict mode", (name) => {
    expect(() => check(name, null)).not.toThrow();
  });

  it.each(names)(
    "%s accepts its examples, and the compiler's reader fills the same defaults as ajv",
    (name) => {
      const parsed: unknown = rawExamples(name).map((example) => parse(name, example, name));
      expect(parsed).toEqual(schemaExamples[name]);
    },
  );
});
