import { describe, expect, it } from "vitest";
import { parseRamps } from "../../lib/optimise/ramps.ts";

const channels = ["tv", "search", "radio"];

describe("ramp limits", () => {
  it("hold for every channel when stated as a number", () => {
    const { ramps, warnings, problems } = parseRamps({ absolute: 100 }, channels);
    expect(ramps).toEqual(channels.map(() => ({ absolute: 100, percentage: null })));
    expect({ warnings, problems }).toEqual({ warnings: [], problems: [] });
  });

  it("hold for the channels of a map only", () => {
    const { ramps } = parseRamps({ percentage: { search: 0.2 } }, channels);
    expect(ramps).toEqual([null, { absolute: null, percentage: 0.2 }, null]);
  });

  it("hold together when both kinds are stated", () => {
    const { ramps } = parseRamps({ absolute: { tv: 50 }, percentage: 0.1 }, channels);
    expect(ramps[0]).toEqual({ absolute: 50, percentage: 0.1 });
    expect(ramps[1]).toEqual({ absolute: null, percentage: 0.1 });
  });

  it("are none when none is stated", () => {
    expect(parseRamps({ absolute: null }, channels).ramps).toEqual([null, null, null]);
  });

  it("read 25 as 25 %, and say so", () => {
    const { ramps, warnings } = parseRamps({ percentage: { tv: 25, search: 1 } }, channels);
    expect(ramps[0]?.percentage).toBe(0.25);
    expect(ramps[1]?.percentage).toBe(1);
    expect(warnings).toEqual(["percentage ramp of tv: 25 is read as 25 %; write 0.25 to say so"]);
    expect(parseRamps({ percentage: 30 }, channels).warnings).toEqual([
      "percentage ramp of all channels: 30 is read as 30 %; write 0.3 to say so",
    ]);
  });

  it("allow a limit of zero: the channel may not move", () => {
    expect(parseRamps({ absolute: 0 }, channels).problems).toEqual([]);
  });

  it("warn that a percentage of a last spend of zero keeps the channel at zero", () => {
    const { warnings } = parseRamps({ percentage: 0.2 }, channels, [0, 10, null]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("channel tv: its last spend is 0");
    expect(parseRamps({ absolute: 5 }, channels, [0, 0, 0]).warnings).toEqual([]);
  });

  it.each([
    { what: "a negative number", stated: { absolute: -1 }, kind: "absolute", channel: null, says: "is -1" },
    { what: "NaN", stated: { percentage: NaN }, kind: "percentage", channel: null, says: "is NaN" },
    { what: "no end", stated: { absolute: Infinity }, kind: "absolute", channel: null, says: "is Infinity" },
    {
      what: "a negative number by channel",
      stated: { percentage: { tv: -0.1 } },
      kind: "percentage",
      channel: "tv",
      says: "is -0.1",
    },
    {
      what: "an unknown channel",
      stated: { absolute: { tvv: 5 } },
      kind: "absolute",
      channel: "tvv",
      says: 'no channel "tvv"',
    },
  ])("return a problem for $what and leave the limit out", ({ stated, kind, channel, says }) => {
    const { ramps, problems } = parseRamps(stated, channels);
    expect(ramps).toEqual([null, null, null]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ kind, channel });
    expect(problems[0]!.what).toContain(says);
    expect(problems[0]!.fix).not.toBe("");
  });

  it("return every problem at once", () => {
    const { problems } = parseRamps({ absolute: { tv: -1, x: 2 }, percentage: NaN }, channels);
    expect(problems).toHaveLength(3);
  });
});
