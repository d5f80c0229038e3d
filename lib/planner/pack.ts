/** Numbers as text: their IEEE 754 bytes, little-endian, in base64. Exact, and a third shorter than decimals. */
export function pack(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => {
    view.setFloat64(i * 8, value, true);
  });
  const bytes = new Uint8Array(view.buffer);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return btoa(parts.join(""));
}

/** The numbers of `pack`. */
export function unpack(text: string): Float64Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}

/** Bytes turned into text at a time: a call takes only so many arguments. */
const CHUNK = 0x2000;
