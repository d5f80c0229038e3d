import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeHtml } from "../../../lib/report/html.ts";
import { codeOrText, escapeMarkdown } from "../../../lib/report/markdown.ts";
import { inline, plainText } from "../../../lib/report/page/inline.ts";

describe("a sentence in the report's Markdown", () => {
  it.each([
    ["plain & simple", "plain &amp; simple"],
    ["**bold** and `co<de`", "<strong>bold</strong> and <code>co&lt;de</code>"],
    ["**a `b` c**", "<strong>a <code>b</code> c</strong>"],
    ["tv\\_S \\*not bold\\*", "tv_S *not bold*"],
    ["**tv\\*S**", "<strong>tv*S</strong>"],
    ["a ` alone, two ** stars", "a ` alone, two ** stars"],
    ["", ""],
  ])("%j reads as %j", (markdown, html) => {
    expect(inline(markdown)).toBe(html);
  });

  it("shows any escaped text as itself", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const oneLine = text.replace(/[\r\n]+/g, " ");
        expect(inline(escapeMarkdown(text))).toBe(escapeHtml(oneLine));
        expect(plainText(escapeMarkdown(text))).toBe(oneLine);
      }),
    );
  });

  it("shows any text as code, or as itself where it cannot be", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(plainText(codeOrText(text))).toBe(text.replace(/[\r\n]+/g, " "));
      }),
    );
  });
});
