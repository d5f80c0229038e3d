import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Folder of the running code: `dist` when built, the repository when run from source. */
const CODE_ROOT = dirname(HERE);

function packageRoot(): string {
  return existsSync(join(CODE_ROOT, "package.json")) ? CODE_ROOT : dirname(CODE_ROOT);
}

/** Folder that holds Sluice's package.json, schemas and policies. */
export const PACKAGE_ROOT = packageRoot();

const load = createRequire(import.meta.url);

function versionIn(path: string): string {
  const { version } = JSON.parse(readFileSync(path, "utf8")) as { version: string };
  return version;
}

/** Version of Sluice. */
export const VERSION = versionIn(join(PACKAGE_ROOT, "package.json"));

/** Packages whose versions can change a number or a picture. */
const NUMERICAL_PACKAGES = [
  "@duckdb/node-api",
  "@resvg/resvg-js",
  "arquero",
  "h5wasm",
  "ml-levenberg-marquardt",
  "ml-matrix",
  "vega",
  "vega-lite",
];

function findVersion(name: string): string {
  // A package may hide its package.json from `exports`, so it is found by walking the module path instead.
  const folder = (load.resolve.paths(name) ?? []).find((path) =>
    existsSync(join(path, name, "package.json")),
  );
  return folder === undefined ? "unknown" : versionIn(join(folder, name, "package.json"));
}

/** Version of each package that numbers and pictures depend on. */
export function packageVersions(): Record<string, string> {
  return Object.fromEntries(NUMERICAL_PACKAGES.map((name) => [name, findVersion(name)]));
}

function codeFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.d)\.(?:ts|js|yaml)$/.test(file))
    .map((file) => join(folder, file));
}

/** Folder of the scripts that stages write into pages, bundled from `browser/` when the package is built. */
export const BROWSER_FOLDER = join(PACKAGE_ROOT, "dist", "browser");

/** Bundled scripts, which pages and so artefacts hold; none before the first build. */
function browserScripts(): string[] {
  return existsSync(BROWSER_FOLDER) ? codeFiles(BROWSER_FOLDER).sort() : [];
}

let codeHash: string | undefined;

/** SHA-256 over Sluice's own code and the versions of the packages that numbers depend on: a stage is run anew when it changes. */
export function codeSha256(): string {
  if (codeHash === undefined) {
    const hash = createHash("sha256");
    const own = [join(CODE_ROOT, "lib"), join(CODE_ROOT, "stages")].flatMap(codeFiles).sort();
    for (const file of [...own, ...browserScripts()]) {
      hash
        .update(relative(PACKAGE_ROOT, file).split(sep).join("/"))
        .update("\0")
        .update(readFileSync(file))
        .update("\0");
    }
    codeHash = hash.update(JSON.stringify(packageVersions())).digest("hex");
  }
  return codeHash;
}
