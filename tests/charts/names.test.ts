import fc from "fast-check";
import { expect, it } from "vitest";
import { displayName, displayNames } from "../../lib/charts/names.ts";

it("replaces what cannot be drawn by a space and never leaves a name empty", () => {
  expect(displayName("tv\u0000\n\tnational")).toBe("tv national");
  expect(displayName("\u202esearch\ud800")).toBe("search");
  expect(displayName(" \u0007 ")).toBe("(no name)");
});

it("leaves an ordinary name as it is", () => {
  expect(displayName("Facebook & Instagram <reels>")).toBe("Facebook & Instagram <reels>");
});

it("numbers names that look the same", () => {
  expect(displayNames(["tv", "tv\u0000", "tv (2)", "tv"])).toEqual(["tv", "tv (2)", "tv (2) (2)", "tv (3)"]);
});

it("gives as many different names as it got, whatever they are", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (names) => {
      const shown = displayNames(names);
      expect(shown).toHaveLength(names.length);
      expect(new Set(shown).size).toBe(names.length);
      expect(shown.every((name) => name !== "" && !/\p{C}/u.test(name))).toBe(true);
    }),
  );
});
