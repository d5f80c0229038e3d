import { test, expect } from "vitest";
import { openPosterior } from "../../lib/posterior/open.ts";
test("x", async () => {
  for (const c of ["robyn_weekly", "robyn_weekly_unconverged"]) {
  const t = performance.now();
  const p = await openPosterior(`examples/${c}/model.nc`);
  console.log(performance.now() - t, p.writer, p.chains, p.draws, p.dates.slice(0, 2), p.dates.at(-1), p.channels, p.targetScale);
  const s = p.scalarParameters(); console.log(s.length, s.map((x) => x.name).join(" "));
  console.log(p.baselineComponents().map((b) => [b.name, b.variable, b.varies, b.values.length, b.values[0]]));
  console.log(p.observed()?.slice(0, 2), p.posteriorPredictive()?.values.slice(0, 2), p.priorPredictive()?.chains, p.priorPredictive()?.draws, p.logLikelihood()?.values.slice(0, 2));
  const st = p.sampleStats(); console.log(Object.entries(st).map(([k, v]) => [k, v?.[0]?.slice(0, 3)]));
  const t2 = performance.now(); p.contributions(); console.log(performance.now() - t2, process.resourceUsage().maxRSS / 1024);
  p.close();
  }
  await openPosterior("/work/shared/data/meridian_native/20_model_fit/model.nc").catch((e) => console.log(e.message));
  for (const f of ["trunc.nc", "corrupt.nc", "txt.nc", "n3.nc", "empty.nc", "nope.nc", ""]) await openPosterior("/tmp/pt/" + f).catch((e) => console.log(e.message));
});
