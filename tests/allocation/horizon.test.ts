import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datesAfter } from "../../lib/allocation/horizon.ts";

const DAY = 86_400_000;
const iso = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (date: string) => Date.parse(date) / DAY;

describe("the periods after the data", () => {
  it.each([
    ["days", ["2024-02-27", "2024-02-28"], ["2024-02-29", "2024-03-01"]],
    ["weeks", ["2024-12-16", "2024-12-23"], ["2024-12-30", "2025-01-06"]],
    ["fortnights", ["2024-01-01", "2024-01-15"], ["2024-01-29", "2024-02-12"]],
    ["months by their first day", ["2024-11-01", "2024-12-01"], ["2025-01-01", "2025-02-01"]],
    ["months by their last day", ["2024-01-31", "2024-02-29", "2024-03-31"], ["2024-04-30", "2024-05-31"]],
    [
      "months that end in a short one",
      ["2022-12-31", "2023-01-31", "2023-02-28"],
      ["2023-03-31", "2023-04-30"],
    ],
    [
      "months by their 28th, seen last in February",
      ["2023-01-28", "2023-02-28"],
      ["2023-03-28", "2023-04-28"],
    ],
    [
      "months by their 30th, seen last in February",
      ["2023-01-30", "2023-02-28"],
      ["2023-03-30", "2023-04-30"],
    ],
    ["quarters", ["2024-04-01", "2024-07-01", "2024-10-01"], ["2025-01-01", "2025-04-01"]],
    ["quarters by their last day", ["2024-06-30", "2024-09-30"], ["2024-12-31", "2025-03-31"]],
    ["years", ["2022-01-01", "2023-01-01", "2024-01-01"], ["2025-01-01", "2026-01-01"]],
  ])("go on by %s", (_, dates, expected) => {
    expect(datesAfter(dates, 2)).toEqual(expected);
  });

  it("are none when none are asked for", () => {
    expect(datesAfter(["2024-01-01", "2024-01-08"], 0)).toEqual([]);
  });

  it("keep a weekly calendar's step and weekday from any start", () => {
    const start = fc.integer({ min: dayOf("1990-01-01"), max: dayOf("2040-01-01") });
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: 2, max: 60 }),
        fc.integer({ min: 1, max: 120 }),
        (first, weeks, periods) => {
          const dates = Array.from({ length: weeks }, (_, t) => iso(first + 7 * t));
          const expected = Array.from({ length: periods }, (_, i) => iso(first + 7 * (weeks + i)));
          expect(datesAfter(dates, periods)).toEqual(expected);
        },
      ),
    );
  });

  it("keep the day of a monthly calendar, or its end, and never skip a month", () => {
    const month = fc.integer({ min: 0, max: 40 * 12 });
    fc.assert(
      fc.property(
        month,
        fc.constantFrom(1, 15, 28),
        fc.integer({ min: 1, max: 60 }),
        (first, day, periods) => {
          const at = (index: number) => new Date(Date.UTC(1990, index, day)).toISOString().slice(0, 10);
          const dates = Array.from({ length: 13 }, (_, t) => at(first + t));
          // A month that ends on the 28th is a month's end, and so goes on by ends.
          fc.pre(!(day === 28 && dates.at(-1)!.endsWith("02-28")));
          expect(datesAfter(dates, periods)).toEqual(
            Array.from({ length: periods }, (_, i) => at(first + 13 + i)),
          );
        },
      ),
    );
  });
});
