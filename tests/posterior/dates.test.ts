import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datesSince, daysSinceEpoch, isoDate } from "../../lib/posterior/dates.ts";

describe("isoDate", () => {
  it.each([
    ["2024-02-29", "2024-02-29"],
    [" 2024-01-01 ", "2024-01-01"],
    ["2024-01-01 00:00:00", "2024-01-01"],
    ["2024-01-01T00:00:00.000Z", "2024-01-01"],
    ["2023-02-29", null],
    ["2024-01-01 12:00", null],
    ["01/02/2024", null],
    ["2024-1-1", null],
    ["", null],
  ])("reads %j as %j", (text, date) => {
    expect(isoDate(text)).toBe(date);
  });
});

describe("datesSince", () => {
  it.each([
    ["days since 2015-11-23", 7, "2015-11-30"],
    ["days since 2015-11-23 00:00:00", 0, "2015-11-23"],
    ["hours since 2024-01-01", 48, "2024-01-03"],
    ["nanoseconds since 1970-01-01", 86_400e9, "1970-01-02"],
    ["day since 2024-02-28", 2, "2024-03-01"],
  ])("counts %s", (units, value, date) => {
    expect(datesSince([value], units, null)).toEqual([date]);
  });

  it.each([
    ["fortnights since 2024-01-01", "standard"],
    ["days after 2024-01-01", "standard"],
    ["days since yesterday", "standard"],
    ["days since 2024-01-01", "360_day"],
  ])("gives up on %s in calendar %s", (units, calendar) => {
    expect(datesSince([1], units, calendar)).toBeNull();
  });

  it("gives up on a value that is not finite", () => {
    expect(datesSince([0, NaN], "days since 2024-01-01", null)).toBeNull();
  });

  it("undoes daysSinceEpoch", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
        const [date = ""] = datesSince([day], "days since 1970-01-01", "standard") ?? [];
        expect(daysSinceEpoch(date)).toBe(day);
      }),
    );
  });
});

it("daysSinceEpoch refuses what is no date", () => {
  expect(() => daysSinceEpoch("2024-13-01")).toThrow(new RangeError("2024-13-01 is not a date (YYYY-MM-DD)"));
});
