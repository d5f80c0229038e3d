// Builds when the package is installed. `npx sluice` in a checkout links the package into npm's own cache and prepares it once more:
// the build that `npm ci` made is there already, so it is not made again, and a failure of it cannot spoil that cache.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";

const isBuilt = existsSync("dist/lib/cli/main.js");
if (process.env.npm_command !== "exec" || !isBuilt) {
  process.exitCode = spawnSync("npm", ["run", "build"], { stdio: "inherit", shell: true }).status ?? 1;
}
