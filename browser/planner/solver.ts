import type { Answer } from "../../lib/planner/answer.ts";
import type { PlannerData } from "../../lib/planner/model.ts";
import type { Settings } from "../../lib/planner/settings.ts";
import type { Question, Reply } from "./messages.ts";

type Hear = (answer: Answer, milliseconds: number) => void;

interface Waiting {
  readonly settings: Settings;
  readonly hear: Hear;
}

/** The solver in its worker: one question at a time; of questions in the foreground only the latest is put. */
export class Solver {
  readonly #worker: Worker;
  #id = 0;
  #busy: Waiting | null = null;
  #latest: Waiting | null = null;
  readonly #background: Waiting[] = [];

  constructor(script: string, data: PlannerData) {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    this.#worker = new Worker(address);
    this.#worker.addEventListener("message", ({ data: reply }: MessageEvent<Reply>) => {
      if (reply.id !== this.#id) return;
      const heard = this.#busy;
      this.#busy = null;
      heard?.hear(reply.answer, reply.milliseconds);
      this.#next();
    });
    this.#say({ kind: "run", data });
  }

  /** Asks for the plan on the screen; an older question that was not put yet is dropped. */
  ask(settings: Settings, hear: Hear): void {
    this.#latest = { settings, hear };
    this.#next();
  }

  /** Asks for a plan beside the one on the screen. */
  askBeside(settings: Settings, hear: Hear): void {
    this.#background.push({ settings, hear });
    this.#next();
  }

  #next(): void {
    if (this.#busy !== null) return;
    const next = this.#latest ?? this.#background.shift() ?? null;
    if (next === null) return;
    if (next === this.#latest) this.#latest = null;
    this.#busy = next;
    this.#id += 1;
    this.#say({ kind: "ask", id: this.#id, settings: next.settings });
  }

  #say(question: Question): void {
    this.#worker.postMessage(question);
  }
}
