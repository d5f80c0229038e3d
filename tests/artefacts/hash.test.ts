import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, fingerprintFile, hashOf, sha256 } from "../../lib/artefacts/hash.ts";
import { temporaryFolder } from "../temporary.ts";

/** SHA-256 of the empty text and of "abc": FIPS 180-4, examples. */
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** The same value with the keys of every mapping in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reversed(inner)] as const)
      .reverse(),
  );
}

const textKey = fc.string().filter((key) => key !== "__proto__");
const anyJson = fc.jsonValue({ stringUnit: "grapheme" });

describe("hashes", () => {
  it("are SHA-256 of the bytes", () => {
    expect(sha256("")).toBe(EMPTY);
    expect(sha256(Uint8Array.of(0x61, 0x62, 0x63))).toBe(ABC);
  });

  it("of a file give its size and the hash of its bytes, across read blocks", async () => {
    const folder = await temporaryFolder();
    const bytes = new Uint8Array((1 << 20) + 7).map((_, i) => i % 251);
    await writeFile(join(folder, "large"), bytes);
    expect(await fingerprintFile(join(folder, "large"))).toEqual({
      bytes: bytes.length,
      sha256: sha256(bytes),
    });
    await writeFile(join(folder, "empty"), "");
    expect(await fingerprintFile(join(folder, "empty"))).toEqual({ bytes: 0, sha256: EMPTY });
  });
});

describe("canonical JSON", () => {
  it("sorts keys at every depth and keeps the order of lists", () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }, 2], a: "x" })).toBe('{"a":"x","b":[{"c":null,"d":1},2]}');
  });

  it("does not depend on the order in which keys were added", () => {
    fc.assert(
      fc.property(fc.dictionary(textKey, anyJson), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(hashOf(reversed(value))).toBe(hashOf(value));
      }),
    );
  });

  it("is JSON of the same value", () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("tells different values apart", () => {
    const values = [
      {},
      [],
      null,
      0,
      "0",
      "",
      { a: 1 },
      { a: "1" },
      { a: [1] },
      { b: 1 },
      [1, 2],
      [2, 1],
      [[1], 2],
    ];
    expect(new Set(values.map(hashOf)).size).toBe(values.length);
  });
});
