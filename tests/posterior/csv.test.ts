import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../lib/posterior/csv.ts";

describe("CSV text", () => {
  it("is split into records with the lines that they begin on, blank ones left out", async () => {
    expect(await readCsv("\uFEFF date , tv\n2024-01-01,1\r\n\n2024-01-08,2,3\n")).toEqual({
      header: ["date", "tv"],
      rows: [
        { line: 2, cells: ["2024-01-01", "1"] },
        { line: 4, cells: ["2024-01-08", "2", "3"] },
      ],
    });
  });

  it("may quote commas, line ends and quotes", async () => {
    expect(await readCsv('a,b\n"1,\n2","say ""x"""\n3,4\n')).toEqual({
      header: ["a", "b"],
      rows: [
        { line: 2, cells: ["1,\n2", 'say "x"'] },
        { line: 4, cells: ["3", "4"] },
      ],
    });
  });

  it("is read alike with and without the parser for quotes", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "1", ",", "\n", " ", "\r\n", "\r"), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        // A quoted header cell is the same cell, and sends the text the other way.
        const [plain, quoted] = await Promise.all([readCsv(`h,i\n${body}`), readCsv(`"h",i\n${body}`)]);
        expect(plain).toEqual(quoted);
      }),
    );
  });
});
