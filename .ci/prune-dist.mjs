// Removes what a build left of sources that are gone: stale code would run, and would count in the code's hash.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const COMPILED = /\.(?:js|d\.ts)$/;
for (const file of existsSync("dist") ? readdirSync("dist", { recursive: true }) : []) {
  if (COMPILED.test(file) && !existsSync(file.replace(COMPILED, ".ts"))) rmSync(join("dist", file));
}
