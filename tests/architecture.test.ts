import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");

const NUMERICAL = [
  "linalg",
  "random",
  "draws",
  "diagnostics",
  "prediagnostics",
  "media",
  "curves",
  "optimise",
  "risk",
].map((name) => `lib/${name}`);

/** What each part of the code may import beside itself: design.md's arrows, from the bottom up. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "lib/errors.ts": [],
  "lib/words.ts": [],
  "lib/package-info.ts": [],
  ...Object.fromEntries(NUMERICAL.map((folder) => [folder, [...NUMERICAL, "lib/errors.ts"]])),
  "lib/schema": ["lib/errors.ts"],
  "lib/config": ["lib/errors.ts", "lib/schema"],
  "lib/artefacts": ["lib/config", "lib/errors.ts", "lib/schema"],
  "lib/gates": ["lib/config", "lib/errors.ts", "lib/package-info.ts", "lib/schema", "lib/words.ts"],
  "lib/posterior": [...NUMERICAL, "lib/errors.ts", "lib/schema", "lib/words.ts"],
  "lib/problem-file": [...NUMERICAL, "lib/config", "lib/errors.ts", "lib/schema"],
  "lib/nlopt": NUMERICAL,
  "lib/charts": [...NUMERICAL, "lib/errors.ts", "lib/words.ts"],
  "lib/report": ["lib/charts", "lib/gates", "lib/package-info.ts", "lib/schema", "lib/words.ts"],
  "lib/stage.ts": ["lib/artefacts", "lib/gates", "lib/posterior", "lib/schema"],
  "lib/adequacy": [
    ...NUMERICAL,
    "lib/charts",
    "lib/errors.ts",
    "lib/gates",
    "lib/posterior",
    "lib/schema",
    "lib/words.ts",
  ],
  "lib/response-curves": [
    ...NUMERICAL,
    "lib/errors.ts",
    "lib/gates",
    "lib/schema",
    "lib/stage.ts",
    "lib/words.ts",
  ],
  "lib/allocation": [
    ...NUMERICAL,
    "lib/charts",
    "lib/errors.ts",
    "lib/nlopt",
    "lib/posterior",
    "lib/response-curves",
    "lib/schema",
    "lib/stage.ts",
    "lib/words.ts",
  ],
  "lib/planner": [
    ...NUMERICAL,
    "lib/allocation",
    "lib/charts",
    "lib/package-info.ts",
    "lib/posterior",
    "lib/report",
    "lib/response-curves",
    "lib/schema",
    "lib/words.ts",
  ],
  stages: [
    ...NUMERICAL,
    "lib/adequacy",
    "lib/allocation",
    "lib/artefacts",
    "lib/charts",
    "lib/errors.ts",
    "lib/gates",
    "lib/nlopt",
    "lib/planner",
    "lib/posterior",
    "lib/report",
    "lib/response-curves",
    "lib/schema",
    "lib/stage.ts",
    "lib/words.ts",
  ],
  "lib/pipeline": [
    "lib/artefacts",
    "lib/config",
    "lib/errors.ts",
    "lib/gates",
    "lib/package-info.ts",
    "lib/posterior",
    "lib/schema",
    "lib/stage.ts",
    "lib/words.ts",
    "stages",
  ],
  "lib/audit": [
    ...NUMERICAL,
    "lib/allocation",
    "lib/artefacts",
    "lib/config",
    "lib/errors.ts",
    "lib/gates",
    "lib/package-info.ts",
    "lib/pipeline",
    "lib/report",
    "lib/schema",
    "lib/stage.ts",
    "lib/words.ts",
    "stages",
  ],
  "lib/ui": [
    "lib/artefacts",
    "lib/audit",
    "lib/errors.ts",
    "lib/gates",
    "lib/report",
    "lib/schema",
    "lib/words.ts",
  ],
  "lib/cli": [
    ...NUMERICAL,
    "lib/ui",
    "lib/audit",
    "lib/charts",
    "lib/report",
    "lib/adequacy",
    "lib/artefacts",
    "lib/config",
    "lib/errors.ts",
    "lib/gates",
    "lib/nlopt",
    "lib/package-info.ts",
    "lib/pipeline",
    "lib/posterior",
    "lib/problem-file",
    "lib/schema",
    "lib/stage.ts",
    "lib/words.ts",
    "stages",
  ],
};

interface Module {
  /** Path from the repository's root, with forward slashes. */
  readonly path: string;
  /** The folder under lib, the file directly under lib, or `stages`. */
  readonly part: string;
  readonly source: ts.SourceFile;
  /** What it imports from: paths from the root for its own code, else package names. */
  readonly imports: readonly string[];
}

const slashed = (path: string) => path.split(sep).join("/");

function partOf(path: string): string {
  return path.startsWith("stages/") ? "stages" : path.split("/").slice(0, 2).join("/");
}

function readModule(path: string): Module {
  const text = readFileSync(join(ROOT, path), "utf8");
  const imports = ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith(".") ? slashed(relative(ROOT, resolve(ROOT, dirname(path), fileName))) : fileName,
    );
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  return { path, part: partOf(path), source, imports };
}

/** Every module of lib and stages. */
const modules: readonly Module[] = ts.sys
  .readDirectory(ROOT, [".ts"], ["node_modules", "dist"], ["lib/**/*", "stages/**/*"])
  .map((file) => readModule(slashed(relative(ROOT, file))));

const isOwn = (target: string) => target.startsWith("lib/") || target.startsWith("stages/");

/** Names used as values or objects anywhere in a file, but not as a property of something else. */
function usedNames({ source }: Module): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isProperty = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (ts.isIdentifier(node) && !isProperty) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return names;
}

/** Accesses of one object's properties, as `Math.random`. */
function accesses({ source }: Module): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
      found.add(`${node.expression.text}.${node.name.text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const inNumericalFolders = modules.filter(({ part }) => NUMERICAL.includes(part));

describe("the architecture", () => {
  it("has a place for every part of the code", () => {
    const unknown = modules.filter(({ part }) => !(part in ARROWS)).map(({ path }) => path);
    expect(unknown).toEqual([]);
    expect(modules.length).toBeGreaterThan(150);
  });

  it("has arrows that point one way only", () => {
    const strays = modules.flatMap(({ path, part, imports }) =>
      imports
        .filter((target) => isOwn(target) && partOf(target) !== part)
        .filter((target) => !ARROWS[part]?.includes(partOf(target)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(strays).toEqual([]);
  });

  it("has no circle between its parts", () => {
    const arrows = new Map(
      Object.keys(ARROWS).map((part) => {
        const targets = modules
          .filter((one) => one.part === part)
          .flatMap(({ imports }) => imports.filter(isOwn));
        return [part, new Set(targets.map(partOf).filter((target) => target !== part))];
      }),
    );
    const circles: string[] = [];
    const visit = (part: string, path: readonly string[]): void => {
      if (path.includes(part)) circles.push([...path.slice(path.indexOf(part)), part].join(" → "));
      else for (const next of arrows.get(part) ?? []) visit(next, [...path, part]);
    };
    for (const part of arrows.keys()) visit(part, []);
    expect(circles).toEqual([]);
  });

  it("lets numerical folders import each other and the error types, no file, package of the pipeline or Node module", () => {
    const strays = inNumericalFolders.flatMap(({ path, imports }) =>
      imports
        .filter((target) => isBuiltin(target) || (isOwn(target) && !NUMERICAL.includes(partOf(target))))
        .filter((target) => target !== "lib/errors.ts")
        .map((target) => `${path} imports ${target}`),
    );
    expect(strays).toEqual([]);
    expect(inNumericalFolders.length).toBeGreaterThan(60);
  });

  it("keeps clock, ambient randomness and the process out of numerical folders", () => {
    const ambient = ["Math.random", "Date.now", "performance.now", "crypto.randomUUID"];
    const found = inNumericalFolders.flatMap((module) => [
      ...[...accesses(module)]
        .filter((access) => ambient.includes(access))
        .map((one) => `${module.path}: ${one}`),
      ...["process", "console", "Date", "globalThis"]
        .filter((name) => usedNames(module).has(name))
        .map((name) => `${module.path}: ${name}`),
    ]);
    expect(found).toEqual([]);
  });

  it("leaves the process to the command line; the pipeline only notes what it runs on", () => {
    const users = modules.filter((module) => module.part !== "lib/cli" && usedNames(module).has("process"));
    expect(users.map(({ path }) => path)).toEqual(["lib/pipeline/sources.ts"]);
    const read = users.flatMap((module) => [...accesses(module)].filter((one) => one.startsWith("process.")));
    expect(read.sort()).toEqual(["process.arch", "process.platform", "process.version"]);
    const talkers = modules.filter((module) => usedNames(module).has("console"));
    expect(talkers.map(({ path }) => path)).toEqual([]);
  });

  it("has no barrel files: a name is imported from where it is defined", () => {
    const barrels = modules.filter(({ source }) =>
      source.statements.some(
        (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined,
      ),
    );
    expect(barrels.map(({ path }) => path)).toEqual([]);
    const indices = modules.filter(({ path }) => path.endsWith("/index.ts"));
    expect(indices.map(({ path }) => path)).toEqual(["stages/index.ts"]);
  });

  it("exports by name, but for a stage, which is its file's default", () => {
    const withDefault = modules.filter(({ source }) => source.statements.some(ts.isExportAssignment));
    expect(withDefault.map(({ path }) => path).filter((path) => !/^stages\/\d0_\w+\.ts$/.test(path))).toEqual(
      [],
    );
    expect(withDefault).toHaveLength(9);
  });

  it("rests on packages that are installed with it, and on nothing outside the repository", () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      dependencies: Readonly<Record<string, string>>;
    };
    const packageOf = (target: string) =>
      target
        .split("/")
        .slice(0, target.startsWith("@") ? 2 : 1)
        .join("/");
    const strays = modules.flatMap(({ path, imports }) =>
      imports
        .filter((target) => !isOwn(target) && !isBuiltin(target) && !(packageOf(target) in dependencies))
        .map((target) => `${path} imports ${target}`),
    );
    expect(strays).toEqual([]);
    const pointers = modules.filter(({ source }) =>
      /\.\.\/shared\b|["'`]\/(?:home|work|Users)\//.test(source.text),
    );
    expect(pointers.map(({ path }) => path)).toEqual([]);
  });

  it("holds no formula in a stage: stages read, call and return", () => {
    const kernels = /^Math\.(?:exp|log|log1p|expm1|sqrt|pow|sin|cos|tanh|cbrt|hypot)$/;
    const found = modules
      .filter(({ part }) => part === "stages")
      .flatMap((module) =>
        [...accesses(module)].filter((one) => kernels.test(one)).map((one) => `${module.path}: ${one}`),
      );
    expect(found).toEqual([]);
  });
});
