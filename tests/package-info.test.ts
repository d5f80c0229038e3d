import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { PACKAGE_ROOT, VERSION, codeSha256, packageVersions } from "../lib/package-info.ts";

interface PackageFile {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const { version, dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as PackageFile;

describe("what Sluice knows of itself", () => {
  it("is the folder of its package, with schemas and policies in it", () => {
    expect(PACKAGE_ROOT).toBe(resolve(import.meta.dirname, ".."));
    expect(existsSync(join(PACKAGE_ROOT, "schemas", "pipeline.schema.json"))).toBe(true);
  });

  it("is its version", () => {
    expect(VERSION).toBe(version);
  });

  it("is the installed version of every package that can change a number or a picture", () => {
    const versions = packageVersions();
    expect(Object.keys(versions)).toEqual([
      "@duckdb/node-api",
      "@resvg/resvg-js",
      "arquero",
      "h5wasm",
      "ml-levenberg-marquardt",
      "ml-matrix",
      "vega",
      "vega-lite",
    ]);
    for (const [name, installed] of Object.entries(versions))
      expect(installed, name).toBe(dependencies[name]);
  });

  it("is one hash of its code, the same each time it is asked for", () => {
    expect(codeSha256()).toMatch(/^[0-9a-f]{64}$/);
    expect(codeSha256()).toBe(codeSha256());
  });
});
