import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readFontWidths, textWidth } from "../../lib/charts/text-width.ts";

const { resolve } = createRequire(import.meta.url);
const bytes = readFileSync(resolve("@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf"));
const font = readFontWidths(bytes);

it("reads the em square and advances of Source Sans 3", () => {
  // Source Sans 3 has 1000 units per em and tabular figures of 497 units.
  expect(font.unitsPerEm).toBe(1000);
  expect(Array.from("0123456789", (digit) => font.advance(digit.charCodeAt(0)))).toEqual(Array(10).fill(497));
});

it("adds up the advances by hand for the smallest case", () => {
  expect(textWidth("", 20, font)).toBe(0);
  expect(textWidth("42", 20, font)).toBeCloseTo((2 * 497 * 20) / 1000, 12);
});

it("has the glyphs that the charts' own words need", () => {
  const missing = font.advance(0xffff);
  for (const character of "×−·…’²–%éüß") {
    expect(font.advance(character.codePointAt(0)!), character).toBeGreaterThan(0);
  }
  expect(font.advance(0x4e2d)).toBe(missing);
});

it("grows with the text and is proportional to the font size", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 60 }), (a, b, size) => {
      const whole = textWidth(a + b, size, font);
      expect(whole).toBeCloseTo(textWidth(a, size, font) + textWidth(b, size, font), 9);
      expect(textWidth(a + b, 2 * size, font)).toBeCloseTo(2 * whole, 9);
    }),
  );
});

it("names the table that a broken font lacks", () => {
  const none = new Uint8Array(12);
  expect(() => readFontWidths(none)).toThrow(new RangeError("the font has no cmap table"));
});
