import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csv } from "../../../lib/report/csv.ts";
import { dataTable, dataUri } from "../../../lib/report/page/data.ts";

const wording = { money: "EUR", target: "sales", period: "week" };

describe("the CSV of a chart's rows", () => {
  it("has a header, exact numbers, quoted text and empty cells for what is undefined", () => {
    const rows = [
      { channel: 'tv, "prime"', spend: 0.1, contribution: null, beyond_observed: false },
      { channel: "=1+1", spend: -2, contribution: NaN, beyond_observed: true },
    ];
    expect(csv(rows)).toBe(
      `channel,spend,contribution,beyond_observed\n"tv, ""prime""",0.1,,false\n'=1+1,-2,,true\n`,
    );
  });

  it("gives every number back", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [, line = ""] = csv([{ value }]).split("\n");
        expect(Number(line)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe("an address that holds a text", () => {
  it("gives any text back, and has nothing that would end it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const address = dataUri("text/csv", text);
        expect(address).not.toMatch(/[\s"#<>]/);
        expect(decodeURIComponent(address.slice(address.indexOf(",") + 1))).toBe(text);
      }),
    );
  });

  it("replaces half a character, which no encoding has", () => {
    expect(decodeURIComponent(dataUri("text/csv", "a\uD800b"))).toMatch(/a\uFFFDb$/);
  });
});

describe("the table of a chart's rows", () => {
  it("names the unit of each column as the schema has it", () => {
    const row = { total_budget: 200, contribution: 500, marginal_return: null, adequacy: "warn" };
    const table = dataTable({ file: "budget_frontier.csv", schema: "budget_frontier", rows: [row] }, wording);
    expect(table).toContain("total budget (EUR per week)");
    expect(table).toContain("marginal return (sales per EUR)");
    expect(table).toContain('<td class="n">500</td>');
    expect(table).not.toContain("adequacy");
  });
});
