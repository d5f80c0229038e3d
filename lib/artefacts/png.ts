import { readFile, writeFile } from "node:fs/promises";
import type { Artefact } from "./artefact.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function checked(path: string, bytes: Uint8Array): Uint8Array {
  if (!SIGNATURE.every((byte, i) => bytes[i] === byte)) throw new RangeError(`${path} is not a PNG`);
  return bytes;
}

/** A picture as PNG bytes. */
export function pngArtefact(path: string): Artefact<Uint8Array> {
  return {
    path,
    schema: null,
    mediaType: "image/png",
    async write(file, value) {
      await writeFile(file, checked(path, value));
    },
    async read(file) {
      return checked(path, await readFile(file));
    },
  };
}
