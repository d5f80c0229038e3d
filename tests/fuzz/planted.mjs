// Targets with a fault planted in each, for the test of the fuzzer itself.
import { Buffer } from "node:buffer";
import { setTimeout } from "node:timers";
import { InputError } from "../../dist/lib/errors.js";

const located = { what: "got it", where: "pipeline.yaml:1:1", fix: "mend it" };

const FEEDS = [
  () => undefined,
  () => Promise.reject(new InputError(located)),
  () => Promise.reject(new TypeError("cannot read properties")),
  () => {
    Object.prototype.polluted = true;
  },
  () => Promise.reject(new InputError({ ...located, where: "somewhere" })),
  () => Promise.reject(new InputError({ ...located, fix: " " })),
  () => new Promise((resolve) => setTimeout(resolve, 300)),
  () => {
    for (;;);
  },
  () => void Promise.reject(new Error("nobody waits for it")),
  () => undefined,
];

export const TARGETS = Object.fromEntries(
  FEEDS.map((feed, i) => [`t${i}`, { make: () => Buffer.from(""), feed: async () => feed() }]),
);
export const targetOf = (index) => `t${index}`;
