import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { schemaDocuments } from "../../lib/schema/generated.ts";

// What is held to be so where the command starts: see `areChecked` in lib/schema/validate.ts.
describe("every schema", () => {
  const ajv = new Ajv2020();

  it.each(Object.entries(schemaDocuments))("%s is one by the metaschema", (_, document) => {
    expect(ajv.validateSchema(document), ajv.errorsText()).toBe(true);
  });

  it("could be found not to be one", () => {
    expect(ajv.validateSchema({ type: "arry" })).toBe(false);
  });
});
