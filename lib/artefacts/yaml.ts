import { writeFile } from "node:fs/promises";
import { stringify } from "yaml";
import { readYaml } from "../config/yaml.ts";
import { parse } from "../schema/parse.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import type { Artefact, SchemaName } from "./artefact.ts";

/** A YAML document that a schema describes. */
export function yamlArtefact<N extends SchemaName>(path: string, schema: N): Artefact<SchemaTypes[N]> {
  return {
    path,
    schema,
    mediaType: "application/yaml",
    async write(file, value) {
      await writeFile(file, stringify(parse(schema, value, path)));
    },
    async read(file) {
      return parse(schema, (await readYaml(file)).value, path);
    },
  };
}
