import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pngArtefact } from "../../lib/artefacts/png.ts";
import { temporaryFolder } from "../temporary.ts";

const picture = pngArtefact("60_response_curves/response_curves.png");
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);

describe("a PNG artefact", () => {
  it("gives back its bytes", async () => {
    const file = join(await temporaryFolder(), "picture.png");
    await picture.write(file, PNG);
    expect(Uint8Array.from(await picture.read(file))).toEqual(PNG);
  });

  it.each([
    ["no bytes", new Uint8Array()],
    ["an SVG", new TextEncoder().encode("<svg></svg>")],
    ["a cut signature", PNG.slice(0, 7)],
    ["a signature damaged by a text transfer", PNG.map((byte) => (byte === 0x0d ? 0x0a : byte))],
  ])("refuses %s and leaves no file", async (_, bytes) => {
    const folder = await temporaryFolder();
    await expect(picture.write(join(folder, "picture.png"), bytes)).rejects.toThrow(
      "60_response_curves/response_curves.png: got",
    );
    expect(await readdir(folder)).toEqual([]);
    await writeFile(join(folder, "picture.png"), bytes);
    await expect(picture.read(join(folder, "picture.png"))).rejects.toThrow("begin with the PNG signature");
  });
});
