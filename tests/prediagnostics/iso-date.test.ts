import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  civilDate,
  dayNumber,
  formatIsoDate,
  parseIsoDate,
  weekday,
} from "../../lib/prediagnostics/iso-date.ts";

const DAY_IN_MS = 86_400_000;
/** Days from 0001-01-01 to 9999-12-31. */
const DAYS = fc.integer({ min: -719162, max: 2932896 });

describe("dates without a clock", () => {
  it.each([
    ["1970-01-01", 0, 3],
    ["1969-12-31", -1, 2],
    ["2000-02-29", 11016, 1],
    ["2000-03-01", 11017, 2],
    ["2023-01-02", 19359, 0],
  ])("%s is day %s and weekday %s", (text, days, dayOfWeek) => {
    expect(parseIsoDate(text)).toBe(days);
    expect(formatIsoDate(days)).toBe(text);
    expect(weekday(days)).toBe(dayOfWeek);
  });

  it("agree with the platform's UTC calendar from year 1 to 9999", () => {
    fc.assert(
      fc.property(DAYS, (days) => {
        const utc = new Date(days * DAY_IN_MS);
        expect(formatIsoDate(days)).toBe(utc.toISOString().slice(0, 10));
        expect(parseIsoDate(formatIsoDate(days))).toBe(days);
        expect(dayNumber(civilDate(days))).toBe(days);
        expect(weekday(days)).toBe((utc.getUTCDay() + 6) % 7);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    "2023-02-29",
    "1900-02-29",
    "2023-13-01",
    "2023-00-01",
    "2023-04-31",
    "2023-1-2",
    "2023-01-02T00:00",
    "",
  ])('refuse "%s"', (text) => {
    expect(() => parseIsoDate(text)).toThrow(
      new RangeError(`"${text}" is not a date of the form YYYY-MM-DD`),
    );
  });
});
