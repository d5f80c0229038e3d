import type { SchemaTypes } from "../schema/generated.ts";

export type SchemaName = keyof SchemaTypes;

/** How a value of one kind is written to and read from a file. Writing validates against the schema; so does reading. */
export interface Artefact<T> {
  /** Path within the run, `<stage>/<file>`: its identity. */
  readonly path: string;
  /** Schema that describes it; null for a file that another program wrote in a format of its own. */
  readonly schema: SchemaName | null;
  readonly mediaType: string;
  /** Holds a file that is there against a schema of the team's own; left out where it has none. Throws what is wrong. */
  readonly check?: (file: string) => Promise<void>;
  write(file: string, value: T): Promise<void>;
  read(file: string): Promise<T>;
}

/** The stage folder that an artefact lies in. */
export function stageOf(artefact: { readonly path: string }): string {
  return artefact.path.slice(0, artefact.path.indexOf("/"));
}

/** The file's name within its stage folder. */
export function fileOf(artefact: { readonly path: string }): string {
  return artefact.path.slice(artefact.path.indexOf("/") + 1);
}
