import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, codeOf } from "../errors.ts";
import { parse } from "../schema/parse.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { makeFolder, replaceFile } from "./durable.ts";

/** What one stage once made of what it read: which content lies under which path. */
export type StageResult = SchemaTypes["stage_result"];

/**
 * Results of stages by their key. Each is written when its stage is whole, before the run ends: a run that is killed leaves
 * them to the next one.
 */
export interface Results {
  find(key: string): Promise<StageResult | null>;
  note(result: StageResult): Promise<void>;
}

/** @param drafts - Folder for files that are not yet whole, on the same disk: one writer has it at a time. */
export function openResults(folder: string, drafts: string = folder): Results {
  const fileOf = (key: string) => join(folder, `${key}.json`);
  return {
    async find(key) {
      try {
        const text = await readFile(fileOf(key), "utf8");
        return parse("stage_result", JSON.parse(text) as unknown, fileOf(key));
      } catch (error) {
        // One that is not whole, or of another version, was never made: its stage runs.
        if (error instanceof SyntaxError || error instanceof InputError) return null;
        if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return null;
        throw error;
      }
    },
    async note(result) {
      const file = fileOf(result.key);
      await makeFolder(folder);
      await makeFolder(drafts);
      await replaceFile(
        file,
        `${JSON.stringify(parse("stage_result", result, file))}\n`,
        join(drafts, `${result.key}.json.tmp`),
      );
    },
  };
}
