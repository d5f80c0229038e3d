// CPU time of the fits of every draw of every channel: the least of so many passes after a first, which compiles and does not count.
import process from "node:process";
import { FAMILIES } from "../../dist/lib/curves/families.js";
import { fitDraws } from "../../dist/lib/curves/fit-draws.js";
import { fitMonotoneConcave } from "../../dist/lib/curves/monotone-concave.js";

function least(repeat, pass) {
  let result = pass();
  let milliseconds = Infinity;
  for (let count = 0; count < repeat; count++) {
    const start = process.cpuUsage();
    result = pass();
    const { user, system } = process.cpuUsage(start);
    milliseconds = Math.min(milliseconds, (user + system) / 1000);
  }
  return { milliseconds, result };
}

export function measureFamily(name, data, repeat) {
  const family = FAMILIES.get(name);
  const { milliseconds, result } = least(repeat, () =>
    data.map(({ spend, contributions }) => fitDraws(family, spend, contributions)),
  );
  return { milliseconds, fits: result };
}

export function measureConcave(data, repeat) {
  const { milliseconds, result } = least(repeat, () =>
    data.flatMap(({ spend, contributions }) =>
      Array.from({ length: contributions.length / spend.length }, (_, d) => {
        const own = contributions.subarray(d * spend.length, (d + 1) * spend.length);
        return fitMonotoneConcave(spend, own).certificate;
      }),
    ),
  );
  const worst = (name) => Math.max(...result.map((certificate) => certificate[name]));
  return { milliseconds, kktResidual: worst("kktResidual"), gap: worst("gap") };
}
