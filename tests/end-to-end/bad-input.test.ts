import { cp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "../../lib/errors.ts";
import { validFile, writeFile as writeModel } from "../posterior/synthetic.ts";
import { snapshot } from "../temporary.ts";
import { runHere } from "./in-process.ts";
import { copyModel } from "./model-file.ts";
import { edit, latestRun, newProject, plain, sluice } from "./project.ts";

const EXAMPLE = "robyn_weekly_unconverged";

/** A project with one complete run behind it; every row below starts from a copy of it. */
let base: string;

beforeAll(async () => {
  base = await newProject(EXAMPLE);
  const { code } = await sluice(["run"], { cwd: base });
  expect(code).toBe(3);
});

afterAll(() => rm(base, { recursive: true, force: true }));

/** The runs of a project and latest, without what finished stages leave for the next run. */
async function readable(project: string): Promise<Record<string, string>> {
  const all = Object.entries(await snapshot(join(project, "artefacts")));
  return Object.fromEntries(all.filter(([name]) => !/^\w+\/(cache|events)/.test(name)));
}

async function copyOfBase(): Promise<string> {
  const folder = await newProject(null);
  await cp(base, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

interface Row {
  /** What is spoilt; it reads on from "refuses". */
  readonly name: string;
  readonly spoil: (project: string) => Promise<unknown>;
  /** Every problem that is reported, in order; `<project>` stands for the project's folder. */
  readonly problems: readonly Problem[];
}

const yaml = (project: string) => join(project, "pipeline.yaml");
const data = (project: string) => join(project, "data.csv");
const model = (project: string) => join(project, "model.nc");
const change = (from: string | RegExp, to: string) => (project: string) => edit(yaml(project), from, to);
const csv = (from: string | RegExp, to: string) => (project: string) => edit(data(project), from, to);
const inYaml = (place: string) => `<project>/pipeline.yaml:${place}`;

/** A small model file, made from scratch, without one of its parts. */
function synthetic(spoil: (file: ReturnType<typeof validFile>) => void) {
  return (project: string) => {
    const file = validFile();
    spoil(file);
    return writeModel(model(project), file);
  };
}

/** The example's model with some values of one variable replaced. */
function withDraws(name: string, spoil: (values: Float64Array | Float32Array) => void) {
  return (project: string) =>
    copyModel(join(base, "model.nc"), model(project), {
      change: (variable, values) => {
        if (variable === name) spoil(values);
      },
    });
}

const CONTRIBUTION = "channel_contribution_original_scale";
/** Values of one draw of the contributions: 208 weeks of 5 channels; 120 draws to a chain. */
const ONE_DRAW = 208 * 5;
const EXPORT_AGAIN =
  "export the fit again, e.g. with idata.to_netcdf(path), and check that the copy is complete";
const NOT_DROPPED =
  "find out why the model gives no finite number there and fit again; such draws cannot be dropped";
const INTO_PROJECT = "bring it into the project, or put an empty .sluice-root in the folder that holds both";

const FILES: readonly Row[] = [
  {
    name: "a data file that is not there",
    spoil: (project) => rm(data(project)),
    problems: [
      {
        what: "data.csv does not exist",
        where: inYaml("8:9 (inputs.data)"),
        fix: "correct the path under inputs.data; it is relative to the folder of the pipeline file",
      },
    ],
  },
  {
    name: "a model file that is not there",
    spoil: change("model: model.nc", "model: modle.nc"),
    problems: [
      {
        what: "modle.nc does not exist",
        where: inYaml("9:10 (inputs.model)"),
        fix: "correct the path under inputs.model; it is relative to the folder of the pipeline file",
      },
    ],
  },
  {
    name: "a folder in the place of a file",
    spoil: change("model: model.nc", "model: reports"),
    problems: [
      {
        what: "reports is a folder",
        where: inYaml("9:10 (inputs.model)"),
        fix: "name the file itself under inputs.model",
      },
    ],
  },
  {
    name: "a data file outside the project",
    spoil: change("data: data.csv", "data: ../../etc/data.csv"),
    problems: [
      {
        what: 'got "../../etc/data.csv", which leaves the project folder <project>',
        where: inYaml("8:9 (inputs.data)"),
        fix: INTO_PROJECT,
      },
    ],
  },
  {
    name: "a model file outside the project, behind a link",
    async spoil(project) {
      await rm(model(project));
      await symlink(process.execPath, model(project));
    },
    problems: [
      {
        what: 'got "model.nc", which leaves the project folder <project> through a symbolic link',
        where: inYaml("9:10 (inputs.model)"),
        fix: INTO_PROJECT,
      },
    ],
  },
  {
    name: "an artefacts folder outside the project",
    spoil: change("policy: publish", "policy: publish\nartefacts: /var/tmp/artefacts"),
    problems: [
      {
        what: 'got "/var/tmp/artefacts", which leaves the project folder <project>',
        where: inYaml("24:12 (artefacts)"),
        fix: INTO_PROJECT,
      },
    ],
  },
  {
    name: "an upstream report that is cut off",
    spoil: async (project) => {
      const file = join(project, "reports", "convergence_report.json");
      await writeFile(file, (await readFile(file, "utf8")).slice(0, 10));
    },
    problems: [
      {
        what: expect.stringMatching(/^is not JSON: /) as string,
        where: "<project>/reports/convergence_report.json",
        fix: "make the report again, or remove it",
      },
    ],
  },
];

const MODELS: readonly Row[] = [
  {
    name: "a model file that is no NetCDF",
    spoil: (project) => writeFile(model(project), "chain,draw,date\n"),
    problems: [{ what: "is not a NetCDF-4/HDF5 file", where: "<project>/model.nc", fix: EXPORT_AGAIN }],
  },
  {
    name: "a model file in the classic NetCDF format",
    spoil: (project) => writeFile(model(project), Buffer.from([0x43, 0x44, 0x46, 1, 0, 0, 0, 0])),
    problems: [
      {
        what: "is a NetCDF-3 (classic) file, expected NetCDF-4/HDF5",
        where: "<project>/model.nc",
        fix: 'convert it: nccopy -k nc4 old.nc model.nc, or idata.to_netcdf(path, engine="h5netcdf")',
      },
    ],
  },
  {
    name: "a model file that was not copied to its end",
    spoil: async (project) => {
      const bytes = await readFile(model(project));
      await writeFile(model(project), bytes.subarray(0, bytes.length / 2));
    },
    problems: [
      {
        what: expect.stringMatching(/^is damaged or incomplete: truncated file/) as string,
        where: "<project>/model.nc",
        fix: EXPORT_AGAIN,
      },
    ],
  },
  {
    name: "a model file without a posterior group",
    spoil: synthetic(({ groups }) => delete groups["posterior"]),
    problems: [
      {
        what: "has no posterior group (groups: constant_data, log_likelihood, observed_data, posterior_predictive, sample_stats)",
        where: "<project>/model.nc",
        fix: "export the fitted model's InferenceData, e.g. mmm.idata.to_netcdf(path)",
      },
    ],
  },
  {
    name: "a model file without channel contributions",
    spoil: synthetic(({ groups: { posterior } }) => {
      if (posterior !== undefined) Reflect.deleteProperty(posterior.variables, "channel_contribution");
    }),
    problems: [
      {
        what: "PyMC-Marketing wrote it, but without channel contributions (variables: alpha, intercept_contribution)",
        where: "<project>/model.nc:posterior",
        fix: "add a variable over (chain, draw, date, channel) in target units and set posterior.contribution to its name",
      },
    ],
  },
  {
    name: "NaN among the draws, by variable, chain and count",
    spoil: withDraws(CONTRIBUTION, (values) => {
      // Draws 3 and 4 of chain 1, two values of one of them; draw 0 of chain 3.
      for (const at of [123 * ONE_DRAW, 124 * ONE_DRAW + 7, 124 * ONE_DRAW + 8, 360 * ONE_DRAW])
        values[at] = NaN;
    }),
    problems: [
      {
        what: "NaN or infinite: 2 of 120 draws in chain 1, 1 of 120 draws in chain 3",
        where: `<project>/model.nc:posterior/${CONTRIBUTION}`,
        fix: NOT_DROPPED,
      },
    ],
  },
  {
    name: "infinite draws of a parameter, by its name",
    spoil: withDraws("saturation_lam", (values) => {
      values[1] = -Infinity;
    }),
    problems: [
      {
        what: "NaN or infinite: 1 of 120 draws in chain 0",
        where: "<project>/model.nc:posterior/saturation_lam[ooh_S]",
        fix: NOT_DROPPED,
      },
    ],
  },
];

const DATES_OF_FIT = "cut the data to the dates of the fit, or fit again";

const DATA: readonly Row[] = [
  {
    name: "dates that differ between data and model, and says which",
    spoil: csv("2015-11-30,", "2015-12-01,"),
    problems: [
      {
        what: "1 dates are not in <project>/model.nc (2015-12-01)",
        where: "<project>/data.csv",
        fix: DATES_OF_FIT,
      },
      {
        what: "1 dates are not in <project>/data.csv (2015-11-30)",
        where: "<project>/model.nc",
        fix: "add these dates to the data, as the model saw them",
      },
    ],
  },
  {
    name: "data that end before the model does",
    spoil: csv(/(?:\n201[89].*)+/, ""),
    problems: [
      {
        what: "98 dates are not in <project>/data.csv (2018-01-01, 2018-01-08, 2018-01-15, …)",
        where: "<project>/model.nc",
        fix: "add these dates to the data, as the model saw them",
      },
    ],
  },
  {
    name: "a channel without a column of that name, and names the nearest",
    spoil: change("[tv_S, ooh_S", "[tvS, ooh_S"),
    problems: [
      {
        what: "no column tvS (columns: date, revenue, tv_S, ooh_S, print_S, facebook_S, search_S, competitor_sales_B, newsletter, event1, event2)",
        where: "<project>/data.csv:1",
        fix: "did you mean tv_S?",
      },
    ],
  },
  {
    name: "a channel of the data that the model does not have, and one of the model that is not declared",
    spoil: change(
      "[tv_S, ooh_S, print_S, facebook_S, search_S]",
      "[tv_S, ooh_S, print_S, facebook_S, event1]",
    ),
    problems: [
      {
        what: "channel event1 is not in <project>/model.nc (channels: tv_S, ooh_S, print_S, facebook_S, search_S)",
        where: "<project>/data.csv",
        fix: "name the same channels under columns as the model has",
      },
      {
        what: "channel search_S is not in <project>/data.csv (channels: tv_S, ooh_S, print_S, facebook_S, event1)",
        where: "<project>/model.nc",
        fix: "name the same channels under columns as the model has",
      },
    ],
  },
  {
    name: "negative spend, by channel, date and line",
    spoil: csv(/(2015-12-07,[\d.]+),[\d.]+/, "$1,-250"),
    problems: [
      {
        what: "spend of channel tv_S is -250 on 2015-12-07",
        where: "<project>/data.csv:4, column tv_S",
        fix: "book refunds to the period of the spend; spend is zero or more",
      },
    ],
  },
  {
    name: "spend that is missing, which is not zero",
    spoil: csv(/(2015-12-07,[\d.]+),[\d.]+/, "$1,"),
    problems: [
      {
        what: "spend of tv_S is missing on 1 dates (2015-12-07)",
        where: "<project>/data.csv",
        fix: "fill it in at its source; write 0 only where nothing was spent",
      },
    ],
  },
  {
    name: "a target that is not the one that was fitted",
    spoil: csv(/(2015-12-07),[\d.]+/, "$1,1"),
    problems: [
      {
        what: expect.stringMatching(
          /^revenue differs from the model's observed target on 1 dates \(2015-12-07: 1 in the data, [\d.]+ in the model\)$/,
        ) as string,
        where: "<project>/data.csv",
        fix: "use the data that the model was fitted to, in the target's own units, or fit again",
      },
    ],
  },
  {
    name: "cells that are no numbers and dates that are no dates, all at once",
    spoil: async (project) => {
      await edit(data(project), "2015-12-07,", "7 Dec 2015,");
      await edit(data(project), /(2015-12-14,[\d.]+),[\d.]+/, "$1,lots");
    },
    problems: [
      {
        what: '"7 Dec 2015" is not a date',
        where: "<project>/data.csv:4, column date",
        fix: "write dates as YYYY-MM-DD",
      },
      {
        what: '"lots" is not a number',
        where: "<project>/data.csv:5, column tv_S",
        fix: "write digits with a decimal point, no thousands separators or units; leave missing cells empty",
      },
    ],
  },
];

/** Bounds are half and one and a half of current spend, which is 34 378.66 a week over the last year. */
const KEYS =
  '"version", "pipeline", "title", "matrix", "inputs", "columns", "posterior", "units", "policy", "seed", "artefacts", "stages", "custom_stages"';

const OPTIONS: readonly Row[] = [
  {
    name: "a total budget that the bounds do not reach",
    spoil: change("reference_periods: 52", "reference_periods: 52\n    total_budget: 1000000"),
    problems: [
      {
        what: `a total budget of 1000000 per period lies outside what the bounds allow: 17190 to 51560`,
        where: inYaml("37:19 (stages.70_optimisation.total_budget)"),
        fix: `ask for a total between 17190 and 51560, or widen the bounds`,
      },
    ],
  },
  {
    name: "a scenario that the bounds do not reach",
    spoil: change("[0.8, 0.9, 1, 1.1, 1.2]", "[0.8, 3]"),
    problems: [
      {
        what: `a total budget of 103135.991428 per period lies outside what the bounds allow: 17190 to 51560`,
        where: inYaml("39:22 (stages.70_optimisation.scenarios[1])"),
        fix: `ask for a total between 17190 and 51560, or widen the bounds`,
      },
    ],
  },
  {
    name: "a negative ramp",
    spoil: change("ramp_percentage: 0.1", "ramp_percentage: -0.1"),
    problems: [
      {
        what: "the percentage ramp limit is -0.1, expected a finite number of at least 0",
        where: inYaml("42:24 (stages.70_optimisation.multi_period.ramp_percentage)"),
        fix: "give the largest change between two periods (fraction of the earlier period's spend, as 0.25 for 25 %), or leave the limit out",
      },
    ],
  },
  {
    name: "bounds that cross",
    spoil: change("lower: 0.5, upper: 1.5", "lower: 1.5, upper: 0.5"),
    problems: ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"].map((channel) => ({
      what: expect.stringMatching(
        new RegExp(`^the lower bound of ${channel} is [\\d.]+, above its upper bound [\\d.]+$`),
      ) as string,
      where: inYaml("37:5 (stages.70_optimisation.bounds)"),
      fix: "lower the lower bound or raise the upper one",
    })),
  },
  {
    name: "bounds of a channel that there is not, and names the nearest",
    spoil: change(
      "bounds:",
      "bounds:\n      channels: { print: { kind: fraction_of_current, lower: 0, upper: 2 } }",
    ),
    problems: [
      {
        what: 'there is no channel "print"',
        where: inYaml("38:19 (stages.70_optimisation.bounds.channels.print)"),
        fix: "did you mean print_S?",
      },
    ],
  },
  {
    name: "a policy that there is not, and names the nearest",
    spoil: change("policy: publish", "policy: publsh"),
    problems: [
      {
        what: 'there is no policy "publsh"',
        where: inYaml("23:9 (policy)"),
        fix: "did you mean publish?",
      },
    ],
  },
  {
    name: "a typo in a key, and names the nearest",
    spoil: change("policy: publish", "polcy: publish"),
    problems: [
      {
        what: `unknown key "polcy"; allowed: ${KEYS}`,
        where: inYaml("23:1 (polcy)"),
        fix: 'did you mean "policy"?',
      },
    ],
  },
  {
    name: "several errors at once, in the order of the file",
    spoil: async (project) => {
      await edit(yaml(project), "version: 1", "version: 2");
      await edit(yaml(project), "  target: revenue\n", "");
      await edit(yaml(project), "families: [michaelis_menten, sigmoid]", "families: [michaelis_mentn]");
      await edit(yaml(project), "periods: 13", "periods: thirteen");
    },
    problems: [
      { what: "got 2; allowed: 1", where: inYaml("3:10 (version)"), fix: "write 1" },
      {
        what: 'the key "target" is missing',
        where: inYaml("13:1 (columns)"),
        fix: 'add "target": text of at least 1 character (Column of the target (KPI).)',
      },
      {
        what: 'got "michaelis_mentn"; allowed: one of "michaelis_menten", "sigmoid", "tanh", "exponential", "hill", "concave_hill", "root", "logarithmic"',
        where: inYaml("32:16 (stages.60_response_curves.families[0])"),
        fix: 'did you mean "michaelis_menten"?',
      },
      {
        what: 'got "thirteen"; allowed: a whole number from 1 to 520',
        where: inYaml("40:16 (stages.70_optimisation.multi_period.periods)"),
        fix: "write a whole number from 1 to 520",
      },
    ],
  },
  {
    name: "aliases that multiply (a YAML bomb)",
    spoil: (project) => {
      const levels = Array.from({ length: 9 }, (_, i) => `b${i + 1}: &b${i + 1} [${`*b${i},`.repeat(10)}]`);
      return writeFile(yaml(project), ["b0: &b0 lol", ...levels].join("\n"));
    },
    problems: [
      {
        what: "its aliases repeat too many values",
        where: "<project>/pipeline.yaml",
        fix: "write the values out",
      },
    ],
  },
  {
    name: "a key given twice",
    spoil: change("policy: publish", "policy: publish\npolicy: strict"),
    problems: [
      { what: 'the key "policy" is given twice', where: inYaml("24:1"), fix: "keep one of the two" },
    ],
  },
  {
    name: "a pipeline file that is not there",
    spoil: (project) => rm(yaml(project)),
    problems: [
      {
        what: "no such file",
        where: "<project>/pipeline.yaml",
        fix: "give the path of a readable YAML file",
      },
    ],
  },
];

describe.each([
  ["files", FILES],
  ["the model", MODELS],
  ["the data", DATA],
  ["the options", OPTIONS],
])("of %s, a run refuses", (_, rows) => {
  it.each(rows.map((row) => [row.name, row] as const))("%s", async (_name, { spoil, problems }) => {
    const project = await copyOfBase();
    try {
      const before = await readable(project);
      await spoil(project);
      const { code, stdout, stderr } = await runHere(project);
      const said = JSON.parse(plain(stdout, project)) as { status: string; problems: Problem[] };
      expect(said).toEqual({ status: "invalid", problems });
      expect(code).toBe(2);
      expect(stderr).toBe("");
      expect(await readable(project)).toEqual(before);
    } finally {
      await rm(project, { recursive: true, force: true });
    }
  });
});

describe.concurrent("what is refused", () => {
  it("is said in plain lines: what is wrong, where, and how to mend it", async () => {
    const project = await copyOfBase();
    await edit(yaml(project), "policy: publish", "polcy: publish");
    await edit(yaml(project), "version: 1", "version: 2");
    const { code, stdout, stderr } = await sluice(["validate"], { cwd: project });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(plain(stderr, project)).toBe(
      [
        "error <project>/pipeline.yaml:3:10 (version): got 2; allowed: 1",
        "  fix: write 1",
        `error <project>/pipeline.yaml:23:1 (polcy): unknown key "polcy"; allowed: ${KEYS}`,
        '  fix: did you mean "policy"?',
        "2 problems",
        "",
      ].join("\n"),
    );
    await rm(project, { recursive: true });
  });

  it("is refused by validate as by run, before anything is written", async () => {
    const project = await newProject(EXAMPLE);
    await csv("2015-11-30,", "2015-12-01,")(project);
    await change("ramp_percentage: 0.1", "ramp_percentage: -0.1")(project);
    const { code, stdout } = await sluice(["validate", "--json"], { cwd: project });
    expect(code).toBe(2);
    const { problems } = JSON.parse(stdout) as { problems: Problem[] };
    expect(problems.map(({ where }) => plain(where, project))).toEqual([
      inYaml("42:24 (stages.70_optimisation.multi_period.ramp_percentage)"),
      "<project>/data.csv",
      "<project>/model.nc",
    ]);
    expect(await readdir(project)).not.toContain("artefacts");
    await rm(project, { recursive: true });
  });

  it("leaves no run behind where there was none", async () => {
    const project = await newProject(EXAMPLE);
    await csv("2015-11-30,", "2015-12-01,")(project);
    const { code } = await sluice(["run"], { cwd: project });
    expect(code).toBe(2);
    expect(await readable(project)).toEqual({ [EXAMPLE]: "folder", [`${EXAMPLE}/runs`]: "folder" });
    await rm(project, { recursive: true });
  });

  it.runIf(process.platform === "linux")("includes a file system that takes no folders", async () => {
    const project = await newProject(EXAMPLE);
    const { code, stdout } = await sluice(["run", "--json", "--artefacts", "/proc/x/y"], { cwd: project });
    expect(JSON.parse(stdout)).toEqual({
      status: "invalid",
      problems: [
        {
          what: "the artefacts folder cannot be written to",
          where: "/proc/x/y",
          fix: "allow writing to it, or name another folder with --artefacts",
        },
      ],
    });
    expect(code).toBe(2);
    await rm(project, { recursive: true });
  });

  it("includes a file in the place of the artefacts folder, which stays as it is", async () => {
    const project = await newProject(EXAMPLE);
    await writeFile(join(project, "artefacts"), "a file");
    const { code, stdout } = await sluice(["run", "--json"], { cwd: project });
    expect(JSON.parse(plain(stdout, project))).toEqual({
      status: "invalid",
      problems: [
        {
          what: "the artefacts folder cannot be made: a file is in its place",
          where: "<project>/artefacts",
          fix: "move that file away, or name another folder with --artefacts",
        },
      ],
    });
    expect(code).toBe(2);
    expect(await readFile(join(project, "artefacts"), "utf8")).toBe("a file");
    await rm(project, { recursive: true });
  });
});

describe.concurrent("a posterior of a single chain", () => {
  it("is shut out under publish: whether chains agree cannot be judged", async () => {
    const project = await newProject("robyn_weekly");
    // The example's reports tell of four chains.
    await rm(join(project, "reports"), { recursive: true });
    // A copy does not name the model's own curves.
    await edit(join(project, "pipeline.yaml"), "curves: model", "curves: fit");
    const whole = join(project, "whole.nc");
    await cp(model(project), whole);
    await copyModel(whole, model(project), { chains: 1 });
    const { code, stdout } = await sluice(["run", "--json"], { cwd: project });
    expect(code).toBe(3);
    const { status, blocked } = JSON.parse(stdout) as {
      status: string;
      blocked: { gates: { gate: string; checks: { check_id: string; value: unknown; message: string }[] }[] };
    };
    expect(status).toBe("blocked");
    expect(blocked.gates.map(({ gate }) => gate)).toEqual(["g2"]);
    expect(blocked.gates[0]?.checks).toMatchObject([
      {
        check_id: "rhat_max",
        value: null,
        message: expect.stringContaining("a single chain of 500 draws") as string,
      },
      { check_id: "rhat_max_decision", value: null },
    ]);
    const stage = join(latestRun(join(project, "artefacts"), "robyn_weekly"), "70_optimisation");
    expect(await readdir(stage)).toEqual(["BLOCKED.json"]);
    await rm(project, { recursive: true });
  });
});
