import fc from "fast-check";
import type { TopLevelSpec } from "vega-lite";
import { expect, it } from "vitest";
import { luminance } from "../../lib/charts/colour.ts";
import { DARK_PAPER, darkTheme, onDark } from "../../lib/charts/dark.ts";
import { channelLineColour, contrastOnWhite, INK, MUTED } from "../../lib/charts/theme.ts";

const contrastOnPaper = (colour: string) => (luminance(colour) + 0.05) / (luminance(DARK_PAPER) + 0.05);

it("exchanges white paper for dark paper, and black ink for nearly white", () => {
  expect(onDark("#FFFFFF")).toBe(DARK_PAPER);
  expect(luminance(onDark("#000000"))).toBeGreaterThan(0.8);
});

it("keeps the contrast of every colour that dark paper has room for", () => {
  const part = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(part, part, part, (red, green, blue) => {
      const colour = `#${[red, green, blue].map((x) => x.toString(16).padStart(2, "0")).join("")}`;
      const wanted = Math.min(contrastOnWhite(colour), (0.85 + 0.05) / (luminance(DARK_PAPER) + 0.05));
      // Parts are whole numbers of 255: near dark paper one of them is worth up to 3 % of the contrast.
      expect(Math.abs(contrastOnPaper(onDark(colour)) / wanted - 1)).toBeLessThan(0.03);
    }),
    {
      examples: [
        [0, 0, 0],
        [0, 0, 255],
        [255, 255, 255],
        [0, 0, 1],
      ],
    },
  );
});

it("keeps text at 4.5 to 1 and lines at 3 to 1", () => {
  for (const text of [INK, MUTED]) expect(contrastOnPaper(onDark(text))).toBeGreaterThan(4.5);
  for (let index = 0; index < 24; index++) {
    expect(contrastOnPaper(onDark(channelLineColour(index)))).toBeGreaterThan(2.95);
  }
});

it("repaints once what a chart uses in two places", () => {
  const shared = { type: "point", stroke: "#FFFFFF" } as const;
  const spec: TopLevelSpec = { data: { values: [] }, layer: [{ mark: shared }, { mark: shared }] };
  const mark = { type: "point", stroke: DARK_PAPER };
  expect(darkTheme(spec)).toMatchObject({ layer: [{ mark }, { mark }] });
});

it("repaints marks, axes, values and colours in data, and leaves the chart it was given", () => {
  const spec: TopLevelSpec = {
    config: { background: "#FFFFFF", axis: { gridColor: "#FFFFFF" } },
    data: { values: [{ name: "#FFFFFF", colour: "#FFFFFF" }] },
    mark: { type: "point", stroke: "#FFFFFF" },
    encoding: {
      text: { value: "#FFFFFF" },
      fill: { value: "#FFFFFF" },
      color: { field: "name", scale: { domain: ["#FFFFFF"], range: ["#FFFFFF"] } },
    },
  };
  const before = JSON.stringify(spec);
  expect(darkTheme(spec)).toEqual({
    config: { background: DARK_PAPER, axis: { gridColor: DARK_PAPER } },
    data: { values: [{ name: "#FFFFFF", colour: DARK_PAPER }] },
    mark: { type: "point", stroke: DARK_PAPER },
    encoding: {
      text: { value: "#FFFFFF" },
      fill: { value: DARK_PAPER },
      color: { field: "name", scale: { domain: ["#FFFFFF"], range: [DARK_PAPER] } },
    },
  });
  expect(JSON.stringify(spec)).toBe(before);
});
