import { describe, expect, it, vi } from "vitest";
import { clockTime, openLive } from "../../lib/cli/live.ts";
import type { Terminal } from "../../lib/cli/terminal.ts";
import { eventOf, type Happening } from "../../lib/pipeline/events.ts";

function view(isWatched = true) {
  const drawn: string[][] = [];
  const clock = { now: 0 };
  const nothing = () => undefined;
  const terminal: Terminal = {
    out: nothing,
    err: nothing,
    isWatched,
    live: (lines) => drawn.push([...lines]),
    style: (_, text) => text,
    styleOut: (_, text) => text,
  };
  const live = openLive(terminal, () => clock.now);
  const tell = (happening: Happening, cell: Record<string, string> | null = null) => {
    live.onEvent(eventOf(happening, { time: "", pipeline: "demo", run_id: "r", cell }));
  };
  const seen = () =>
    (drawn.at(-1) ?? []).map((line) => line.replace(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /, "").replaceAll(/ {2,}/g, "  "));
  return { drawn, clock, live, tell, seen };
}

const planned = (stage: string): Happening => ({
  kind: "stage_planned",
  stage,
  title: "",
  needs: [],
  role: "selected",
});
const progress = (done: number | null, left: number | null): Happening => ({
  kind: "progress",
  stage: "50_diagnostics",
  message: "R-hat",
  done,
  total: done === null ? null : 3400,
  elapsed_seconds: 1,
  eta_seconds: left,
});

describe("the live view", () => {
  it("says of each stage under way how long it has run, what it does, how much is done and how long the rest takes", () => {
    const { clock, tell, seen, live } = view();
    tell(planned("50_diagnostics"));
    tell({ kind: "stage_started", stage: "50_diagnostics", title: "judge" });
    clock.now = 12_000;
    tell(progress(null, null));
    expect(seen()).toEqual(["50_diagnostics  0:12  R-hat", "0 of 1 stages, 0:12"]);
    tell(progress(1200, 65));
    expect(seen()[0]).toBe("50_diagnostics  0:12  R-hat 1200 of 3400, 1:05 left");
    tell({ kind: "stage_done", stage: "50_diagnostics", seconds: 12, files: 1 });
    expect(seen()).toEqual(["1 of 1 stages, 0:12"]);
    live.close();
    expect(seen()).toEqual([]);
  });

  it("goes on by itself while nothing is told, and names cells", () => {
    vi.useFakeTimers();
    try {
      const { clock, tell, seen, live } = view();
      tell(planned("50_diagnostics"), { brand: "a" });
      tell({ kind: "stage_started", stage: "50_diagnostics", title: "judge" }, { brand: "a" });
      tell(progress(1, 10), { brand: "a" });
      clock.now = 4000;
      vi.advanceTimersByTime(200);
      expect(seen()[0]).toBe("brand=a 50_diagnostics  0:04  R-hat 1 of 3400, 0:06 left");
      live.close();
    } finally {
      vi.useRealTimers();
    }
  });

  it("draws nothing where nobody watches", () => {
    const { drawn, tell, live } = view(false);
    tell(planned("50_diagnostics"));
    live.close();
    expect(drawn).toEqual([]);
  });

  it.each([
    [0, "0:00"],
    [65.4, "1:05"],
    [3725, "1:02:05"],
    [-3, "0:00"],
  ])("writes %d s as %s", (seconds, text) => {
    expect(clockTime(seconds)).toBe(text);
  });
});
