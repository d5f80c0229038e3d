import fc from "fast-check";
import { expect, it } from "vitest";
import { channelColour, channelLineColour, contrastOnWhite, wrap } from "../../lib/charts/theme.ts";
import { stackSeries } from "../../lib/charts/series.ts";

it("has the contrast of WCAG for black and white", () => {
  expect(contrastOnWhite("#000000")).toBeCloseTo(21, 10);
  expect(contrastOnWhite("#FFFFFF")).toBeCloseTo(1, 10);
});

it("gives 24 different channel colours", () => {
  expect(new Set(Array.from({ length: 24 }, (_, index) => channelColour(index))).size).toBe(24);
  expect(channelColour(24)).toBe(channelColour(0));
});

it("keeps neighbours of the eight base colours apart in greyscale", () => {
  for (let index = 0; index < 7; index++) {
    const [a, b] = [contrastOnWhite(channelColour(index)), contrastOnWhite(channelColour(index + 1))];
    expect(Math.max(a, b) / Math.min(a, b), `${index}`).toBeGreaterThan(2);
  }
});

it("draws every line with a contrast of at least 3 to 1", () => {
  for (let index = 0; index < 24; index++) {
    expect(contrastOnWhite(channelLineColour(index))).toBeGreaterThanOrEqual(3);
  }
  expect(channelLineColour(0)).toBe(channelColour(0));
});

it("wraps between words, keeps all of them and keeps to the limit", () => {
  expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
  const word = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), (words) => {
      const lines = wrap(words.join(" "), 12);
      expect(lines.join(" ")).toBe(words.join(" "));
      expect(lines.every((line) => line.length <= 12)).toBe(true);
    }),
  );
});

it("cuts a word that is longer than a line", () => {
  expect(wrap("abcdefgh ij", 5)).toEqual(["abcd…", "ij"]);
});

it("stacks all of a few channels, and the seven largest of many above the sum of the others", () => {
  const channels = Array.from({ length: 10 }, (_, index) => ({ name: `c${index}`, values: [index + 1, 1] }));
  expect(stackSeries(channels.slice(0, 8)).map(({ name }) => name)).toEqual(
    channels.slice(0, 8).map((c) => c.name),
  );
  const many = stackSeries(channels);
  expect(many.map(({ name }) => name)).toEqual([
    "c3",
    "c4",
    "c5",
    "c6",
    "c7",
    "c8",
    "c9",
    "3 other channels",
  ]);
  expect(many.at(-1)?.values).toEqual([6, 3]);
  expect(many[0]?.colour).toBe(channelColour(3));
});
