/** Parts of a colour `#RRGGBB`, 0 to 255. */
export function parts(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** `#RRGGBB` of parts from 0 to 255, rounded and kept within these. */
export function fromParts(rgb: readonly number[]): string {
  const kept = rgb.map((part) => Math.min(Math.max(Math.round(part), 0), 255));
  return `#${kept.map((part) => part.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
}

/** Linear light of each part, between 0 and 1, by the sRGB curve as WCAG 2.2 has it. */
export function parseColour(colour: string): number[] {
  return parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

/** The inverse of `parseColour`. */
export function toColour(linear: readonly number[]): string {
  return fromParts(
    linear.map((part) => 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055)),
  );
}

/** Relative luminance by WCAG 2.2, between 0 for black and 1 for white. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = parseColour(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
