// Contributions by draw of channels that saturate at different spends: the shape of the curves varies from draw to draw.
import { mulberry32 } from "../../dist/lib/random/mulberry32.js";

function normals(random) {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Half-saturation of each channel over its largest spend: from saturated to nearly straight. */
const HALF = [0.15, 0.4, 0.8, 1.5, 3];

/** Michaelis–Menten curves whose parameters spread by 20 and 30 %, and noise of 2 % of the plateau, as carryover leaves. */
export function simulate({ channels, draws, periods, seed }) {
  const random = mulberry32(seed);
  const normal = normals(random);
  return Array.from({ length: channels }, (_, c) => {
    const spend = Float64Array.from({ length: periods }, () =>
      random() < 0.1 ? 0 : 2e4 * Math.exp(0.6 * normal()),
    );
    const largest = Math.max(...spend);
    const contributions = new Float64Array(draws * periods);
    for (let d = 0; d < draws; d++) {
      const plateau = 1e5 * Math.exp(0.2 * normal());
      const half = HALF[c % HALF.length] * largest * Math.exp(0.3 * normal());
      for (let i = 0; i < periods; i++) {
        contributions[d * periods + i] = (plateau * spend[i]) / (half + spend[i]) + 0.02 * plateau * normal();
      }
    }
    return { spend, contributions };
  });
}
