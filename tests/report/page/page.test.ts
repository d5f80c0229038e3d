import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { amount, percent, signedAmount } from "../../../lib/report/numbers.ts";
import { SCRIPT } from "../../../lib/report/page/script.ts";
import {
  budgetFrontier,
  budgetScenarioResults,
  calibrationCoverage,
  multiperiodResults,
  optimizationResults,
  predictions,
} from "../../../stages/artefacts.ts";
import { temporaryFolder } from "../../temporary.ts";
import { pageOf, stageInputs } from "./run-page.ts";

let page = "";
let blocked = "";
beforeAll(async () => {
  page = await pageOf();
  blocked = await pageOf({ status: "fail" });
});

const sectionsOf = (html: string) => Array.from(html.matchAll(/<section id="([a-z]+)"/g), ([, id]) => id);

/** Every tag in order, without what attributes say: what a browser would build. */
const tagsOf = (html: string) =>
  Array.from(html.matchAll(/<(\/?[a-z][a-z0-9]*)(?:[^"<>]|"[^"]*")*>/gi), ([, name]) => name);

/** Text as a reader meets it. */
function textOf(html: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&amp;": "&",
  };
  return html
    .replace(/<(?:script|style)>.*?<\/(?:script|style)>/gs, "")
    .replace(/<(?:[^"<>]|"[^"]*")*>/g, "\n")
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => entities[entity] ?? entity);
}

function downloads(html: string): Map<string, string> {
  return new Map(
    Array.from(html.matchAll(/download="([^"]+)" href="data:text\/csv;charset=utf-8,([^"]*)"/g), (match) => {
      const [, name = "", data = ""] = match;
      return [name, decodeURIComponent(data.replaceAll("&#39;", "'").replaceAll("&amp;", "&"))];
    }),
  );
}

describe("the page of a run with a recommendation", () => {
  it("tells the verdict first, then what to do, then why, in the order that people ask", () => {
    expect(sectionsOf(page)).toEqual([
      "verdict",
      "recommendation",
      "certainty",
      "curves",
      "plan",
      "scenarios",
      "evidence",
      "assumptions",
      "lineage",
    ]);
  });

  it("says every number of the recommendation, as the artefact has it", () => {
    const { results, summary } = stageInputs();
    const table = /<caption>From the current plan[^]*?<\/table>/.exec(page)?.[0] ?? "";
    for (const row of results ?? []) {
      const [own = ""] = new RegExp(`<tr[^>]*><th scope="row">${row.channel}</th>.*?</tr>`).exec(table) ?? [];
      const cells = Array.from(own.matchAll(/<td[^>]*>(.*?)<\/td>/g), ([, cell]) => cell);
      expect(cells.slice(0, 2)).toEqual([amount(row.current_spend), amount(row.optimised_spend)]);
      expect(cells[3]).toBe(signedAmount(row.contribution_change));
      expect(own.includes("beyond observed spend")).toBe(row.beyond_observed);
    }
    const tiles = textOf(/<dl class="tiles">.*?<\/dl>/s.exec(page)?.[0] ?? "");
    expect(tiles).toContain(`${signedAmount(summary?.gain ?? NaN)} sales`);
    expect(tiles).toContain(
      `${signedAmount(summary?.gain_q05 ?? NaN)} to ${signedAmount(summary?.gain_q95 ?? NaN)}`,
    );
    expect(tiles).toContain("95.3 %");
    expect(tiles).toContain(percent(0.37, 0));
  });

  it("gives every chart a finding, a text alternative, a table and a download", () => {
    const charts = page.match(/<figure class="chart".*?<\/figure>/gs) ?? [];
    expect(charts).toHaveLength(8);
    for (const chart of charts) {
      const [, finding = ""] = /<p class="finding">(.+?)<\/p>/.exec(chart) ?? [];
      expect(finding).not.toBe("");
      expect(chart).toContain(`<svg role="img" aria-label="${finding}"`);
      expect(chart).toMatch(/<details class="data"><summary>Data as a table<\/summary>.*<table>/s);
      expect(chart).toMatch(/<a class="download" download="[a-z_]+\.csv" href="data:text\/csv/);
      expect(chart).toContain("data-tip=");
    }
  });

  it.each([
    [optimizationResults.path, optimizationResults, "results"],
    [multiperiodResults.path, multiperiodResults, "plan"],
    [budgetScenarioResults.path, budgetScenarioResults, "scenarios"],
    [budgetFrontier.path, budgetFrontier, "frontier"],
    [predictions.path, predictions, "predictions"],
    [calibrationCoverage.path, calibrationCoverage, "coverage"],
  ] as const)("downloads what the run's own file says, to the byte: %s", async (path, artefact, input) => {
    const file = join(await temporaryFolder(), "own.csv");
    const rows: never = stageInputs()[input] as never;
    await artefact.write(file, rows);
    const name = path.split("/").at(-1) ?? "";
    expect(downloads(page).get(name)).toBe(await readFile(file, "utf8"));
  });

  it("draws the curves with the band that the draws give, and downloads it", () => {
    const [header = "", ...rows] = downloads(page).get("response_curves.csv")?.trim().split("\n") ?? [];
    const last = rows[100]?.split(",") ?? [];
    const cell = (column: string) => last[header.split(",").indexOf(column)];
    const contribution = (1000 * 300) / 450;
    expect(cell("channel")).toBe("tv");
    expect(Number(cell("contribution_q05"))).toBeCloseTo(0.8 * contribution, 9);
    expect(Number(cell("contribution_q95"))).toBeCloseTo(1.2 * contribution, 9);
    expect(page).toContain("90\u00a0% interval");
    expect(page).toContain("50\u00a0% interval");
  });

  it("shows every check with its value, rule, source and what to do", () => {
    const [table = ""] = /<caption>What was measured, by which rule.*?<\/table>/s.exec(page) ?? [];
    for (const { metric, threshold, source, remedy, message } of stageInputs().checks) {
      for (const said of [metric, threshold, source, remedy, message]) expect(textOf(table)).toContain(said);
    }
  });

  it("says where the numbers come from", () => {
    const { metadata, model } = stageInputs();
    const lineage = textOf(page.slice(page.indexOf('<section id="lineage"')));
    for (const { path, sha256 } of metadata.inputs) {
      expect(lineage).toContain(path);
      expect(lineage).toContain(sha256);
    }
    for (const said of [metadata.config_sha256, metadata.policy_sha256, model.sha256])
      expect(lineage).toContain(said);
  });

  it("names who opened a gate that fails", async () => {
    const waived = await pageOf({ status: "waived" });
    const verdict = textOf(waived.slice(0, waived.indexOf('<section id="recommendation"')));
    expect(verdict).toContain("Opened by waiver.");
    expect(verdict).toContain("g6 (Does any single observation carry the fit?) fails and was waived.");
    expect(verdict).toContain("g6, by Jane Doe until 2027-01-31: Two weeks of the strike. (opens g6).");
  });

  it("is the same to the byte when it is made again", async () => {
    expect(await pageOf()).toBe(page);
  });
});

describe("the page of a blocked run", () => {
  it("says why and what to do, and recommends nothing", () => {
    expect(sectionsOf(blocked)).toEqual(["verdict", "blocked", "evidence", "assumptions", "lineage"]);
    const text = textOf(blocked);
    const { blocked: why } = stageInputs({ status: "fail" });
    expect(text).toContain("Do not use this model for budget decisions.");
    for (const { metric, threshold, remedy } of why?.gates.flatMap(({ checks }) => checks) ?? [])
      for (const said of [metric, threshold, remedy]) expect(text).toContain(said);
    expect(blocked).not.toMatch(/class="tiles"|class="channels"|optimization_results|response_curves/);
    expect(text).not.toMatch(/Optimum|What this rests on/);
  });
});

describe.each([
  ["with a recommendation", () => page],
  ["of a blocked run", () => blocked],
])("the page %s", (_, html) => {
  it("has one first heading, and none below it that skips a level", () => {
    const levels = Array.from(html().matchAll(/<h([1-6])/g), ([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels[0]).toBe(1);
    levels.forEach((level, at) => {
      expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
  });

  it("gives every table a caption and every header a scope", () => {
    expect(html().match(/<table>(?!<caption>)/g)).toBeNull();
    expect(html().match(/<th(?! scope="(?:col|row)")[ >]/g)).toBeNull();
  });

  it("has no id twice", () => {
    const ids = Array.from(html().matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refers to nothing outside itself, and forbids it", () => {
    const addresses = Array.from(html().matchAll(/ (?:href|src|xlink:href)="([^"]*)"/g), ([, to]) => to);
    expect(addresses.filter((to) => !/^(?:#|data:)/.test(to ?? ""))).toEqual([]);
    expect(html()).not.toMatch(/https?:|url\((?!data:|#)|@import| on[a-z]+="/);
    const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html()) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(policy).toContain(`script-src ${hash(SCRIPT)}`);
    expect(policy).toContain(`style-src ${hash(/<style>(.*?)<\/style>/s.exec(html())?.[1] ?? "")}`);
  });
});

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  "</style></svg></table><h1>x</h1>",
  "line\r\nbreak",
  "=cmd()",
  "`code` **bold** | a \\",
  '§0 aria-label="§1" pagechannel0_group',
  "\u202Etv\u2066",
  "constructor",
  "&lt;b&gt;",
  "x".repeat(10_000),
] as const;

describe.each([
  ["with a recommendation", "warn", () => page],
  ["of a blocked run", "fail", () => blocked],
] as const)("a hostile name on the page %s", (_, status, plain) => {
  it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
    "stays text as a channel, title, unit, currency and message: %j",
    async (_name, text) => {
      const told = {
        title: text,
        money: text,
        unit: text,
        message: text,
        channels: [text, "search"],
        status,
      };
      const html = await pageOf(told);
      // Charts wrap their titles: a longer name makes more lines of them.
      const withoutCharts = (source: string) =>
        source.replace(/<svg.*?<\/svg>|<figcaption>.*?<\/figcaption>/gs, "");
      expect(tagsOf(withoutCharts(html))).toEqual(tagsOf(withoutCharts(plain())));
      for (const [svg] of html.matchAll(/<svg.*?<\/svg>/gs))
        expect(
          tagsOf(svg).filter(
            (name) => !/^\/?(?:svg|g|path|rect|text|tspan|line|circle|defs|clipPath)$/.test(name ?? ""),
          ),
        ).toEqual([]);
      expect(html.match(/<script/g)).toHaveLength(1);
    },
  );
});

describe("a download", () => {
  it.each(["=cmd()", "+1", "-1", "@x", "\tx", "\rx"])(
    "disarms the name %j for a spreadsheet",
    async (name) => {
      const csv =
        downloads(await pageOf({ channels: [name, "search"] })).get("optimization_results.csv") ?? "";
      const quoted = /[\r"]/.test(name) ? `"'${name}"` : `'${name}`;
      expect(csv.split("\n").slice(1).join("\n").startsWith(`${quoted},`)).toBe(true);
    },
  );
});

describe("the page's weight", () => {
  it("stays below 3 MB for 20 channels over four years", async () => {
    const channels = Array.from({ length: 20 }, (_, c) => `channel_${c}`);
    const html = await pageOf({ channels, periods: 208 });
    expect(Buffer.byteLength(html)).toBeLessThan(3_000_000 - 700_000);
  });
});
