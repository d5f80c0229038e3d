import { readFile, writeFile } from "node:fs/promises";
import { parse } from "../schema/parse.ts";
import type { Artefact } from "./artefact.ts";

/** A picture as PNG bytes. */
export function pngArtefact(path: string): Artefact<Uint8Array> {
  const schema = "picture";
  const checked = (bytes: Uint8Array): Uint8Array => {
    parse(schema, Buffer.from(bytes).toString("base64"), path);
    return bytes;
  };
  return {
    path,
    schema,
    mediaType: "image/png",
    async write(file, value) {
      await writeFile(file, checked(value));
    },
    async read(file) {
      return checked(await readFile(file));
    },
  };
}
