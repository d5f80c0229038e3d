import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insideProject, projectRoot } from "../../lib/config/paths.ts";
import { InputError } from "../../lib/errors.ts";

let base = "";
let root = "";
let file = "";

/** outside/secret.csv beside project/{.sluice-root, data.csv, uk/pipeline.yaml}. */
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "sluice-paths-")));
  root = join(base, "project");
  file = join(root, "uk", "pipeline.yaml");
  mkdirSync(join(root, "uk"), { recursive: true });
  mkdirSync(join(base, "outside"));
  writeFileSync(join(base, "outside", "secret.csv"), "");
  writeFileSync(join(root, ".sluice-root"), "");
  writeFileSync(join(root, "data.csv"), "");
  writeFileSync(file, "");
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

describe("projectRoot", () => {
  it("is the nearest folder upwards with .sluice-root, which outranks a nearer .git", async () => {
    mkdirSync(join(root, "uk", ".git"));
    expect(await projectRoot(file)).toBe(root);
  });

  it("is else the nearest with .git, which outranks a nearer package.json", async () => {
    rmSync(join(root, ".sluice-root"));
    mkdirSync(join(root, ".git"));
    writeFileSync(join(root, "uk", "package.json"), "{}");
    expect(await projectRoot(file)).toBe(root);
  });

  it("is else the nearest with package.json", async () => {
    rmSync(join(root, ".sluice-root"));
    writeFileSync(join(root, "package.json"), "{}");
    expect(await projectRoot(file)).toBe(root);
  });
});

describe("projectRoot without any mark", () => {
  it("is the folder of the file", async () => {
    rmSync(join(root, ".sluice-root"));
    expect(await projectRoot(file)).toBe(join(root, "uk"));
  });
});

describe("insideProject", () => {
  it.each(["model.nc", "./reports/", "../data.csv", "../new/folder/file.csv", "."])(
    "accepts %j",
    async (path) => {
      expect(await insideProject(file, path)).toBe(join(root, "uk", path).replace(/[/\\]$/, ""));
    },
  );

  it("accepts an absolute path within the project, and a link that stays within", async () => {
    symlinkSync(root, join(root, "uk", "link"));
    expect(await insideProject(file, join(root, "data.csv"))).toBe(join(root, "data.csv"));
    expect(await insideProject(file, "link/data.csv")).toBe(join(root, "uk", "link", "data.csv"));
  });

  it("accepts a project that is itself reached through a link", async () => {
    symlinkSync(root, join(base, "alias"));
    const path = await insideProject(join(base, "alias", "uk", "pipeline.yaml"), "../data.csv");
    expect(path).toBe(join(base, "alias", "data.csv"));
  });

  it.each(["../..", "../../outside/secret.csv", "x/../../../outside", "../../project-2/x"])(
    "refuses %j",
    async (path) => {
      await expect(insideProject(file, path, "pipeline.yaml:3:9 (inputs.data)")).rejects.toThrow(
        `pipeline.yaml:3:9 (inputs.data): got ${JSON.stringify(path)}, which leaves the project folder ${root}\n  fix: bring it`,
      );
    },
  );

  it("refuses an absolute path elsewhere", async () => {
    await expect(insideProject(file, join(base, "outside", "secret.csv"))).rejects.toThrow(
      "leaves the project folder",
    );
  });

  it("refuses a link out of the project, to a file or on the way to one that does not exist yet", async () => {
    symlinkSync(join(base, "outside"), join(root, "uk", "out"));
    symlinkSync(join(base, "outside", "secret.csv"), join(root, "uk", "secret"));
    for (const path of ["out/secret.csv", "out/new/file.csv", "secret"]) {
      await expect(insideProject(file, path)).rejects.toThrow(
        /leaves the project folder .* through a symbolic link/,
      );
    }
  });

  it("refuses a link that leads nowhere or in a circle: what is written through it could land anywhere", async () => {
    symlinkSync(join(base, "outside", "not-yet"), join(root, "uk", "dangling"));
    symlinkSync(join(root, "uk", "circle"), join(root, "uk", "circle"));
    for (const path of ["dangling", "dangling/file", "circle", "circle/file"]) {
      await expect(insideProject(file, path)).rejects.toThrow("a symbolic link that leads nowhere");
    }
  });

  it.each(["", "  ", "a\0b"])("refuses %j, which is no path", async (path) => {
    await expect(insideProject(file, path)).rejects.toThrow("which is no path");
  });

  it.each(["x".repeat(300), "a/".repeat(3000)])(
    "refuses a path that is too long, without repeating it",
    async (path) => {
      const refused = insideProject(file, path);
      await expect(refused).rejects.toThrow(InputError);
      await expect(refused).rejects.toThrow(`got a path of ${path.length} characters, which is too long`);
    },
  );

  it("gives a path within the root or an InputError, whatever the text", async () => {
    const step = fc.constantFrom("..", ".", "", "uk", "data.csv", "x", "~", "...", " ", "\\", "C:");
    const text = fc.oneof(
      fc.string(),
      fc.array(step).map((steps) => steps.join("/")),
    );
    await fc.assert(
      fc.asyncProperty(text, async (path) => {
        const given = await insideProject(file, path).catch((error: unknown) => {
          if (error instanceof InputError) return root;
          throw error;
        });
        expect(given === root || given.startsWith(join(root, "/"))).toBe(true);
      }),
    );
  });
});
