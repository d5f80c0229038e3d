// Bundles what runs in the browser into dist/browser: the planner's page and its worker. The same sources give the same bytes.
import process from "node:process";
import { build } from "esbuild";

const { warnings } = await build({
  entryPoints: { planner: "browser/planner/main.ts", "planner-worker": "browser/planner/worker.ts" },
  outdir: "dist/browser",
  bundle: true,
  platform: "browser",
  format: "iife",
  target: ["es2023"],
  charset: "ascii",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});
if (warnings.length > 0) process.exitCode = 1;
