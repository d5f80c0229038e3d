/** Advance widths of one TrueType font, in units of its em square. */
export interface FontWidths {
  readonly unitsPerEm: number;
  /** Advance of a Unicode code point; that of the missing-glyph box when the font lacks it. */
  advance(codePoint: number): number;
}

function tables(font: DataView): Map<string, number> {
  const offsets = new Map<string, number>();
  for (let t = 0; t < font.getUint16(4); t++) {
    const record = 12 + 16 * t;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((i) => font.getUint8(record + i)));
    offsets.set(tag, font.getUint32(record + 8));
  }
  return offsets;
}

/** Glyph of each code point of the basic plane, from a cmap subtable of format 4 (segments). */
function segmentGlyphs(font: DataView, cmap: number): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let i = 0; i < font.getUint16(cmap + 2); i++) {
    const subtable = cmap + font.getUint32(cmap + 4 + 8 * i + 4);
    if (font.getUint16(subtable) !== 4) continue;
    const twiceSegments = font.getUint16(subtable + 6);
    for (let s = 0; s < twiceSegments; s += 2) {
      const start = font.getUint16(subtable + 16 + twiceSegments + s);
      const end = font.getUint16(subtable + 14 + s);
      const delta = font.getUint16(subtable + 16 + 2 * twiceSegments + s);
      const rangeAt = subtable + 16 + 3 * twiceSegments + s;
      const range = font.getUint16(rangeAt);
      for (let code = start; code <= end && code < 0xffff; code++) {
        const glyph = range === 0 ? code : font.getUint16(rangeAt + range + 2 * (code - start));
        glyphs.set(code, glyph === 0 ? 0 : (glyph + delta) & 0xffff);
      }
    }
    return glyphs;
  }
  return glyphs;
}

/**
 * Advance widths of a TrueType font, so that text can be laid out without a canvas.
 *
 * @param bytes - A TrueType file with `head`, `hhea`, `hmtx` and a `cmap` of format 4.
 * @throws RangeError when a table is missing.
 * @see OpenType specification 1.9, chapters cmap, hhea, hmtx
 */
export function readFontWidths(bytes: Uint8Array): FontWidths {
  const font = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offsets = tables(font);
  const at = (tag: string): number => {
    const offset = offsets.get(tag);
    if (offset === undefined) throw new RangeError(`the font has no ${tag} table`);
    return offset;
  };
  const glyphs = segmentGlyphs(font, at("cmap"));
  const metrics = font.getUint16(at("hhea") + 34);
  const hmtx = at("hmtx");
  return {
    unitsPerEm: font.getUint16(at("head") + 18),
    advance: (codePoint) => font.getUint16(hmtx + 4 * Math.min(glyphs.get(codePoint) ?? 0, metrics - 1)),
  };
}

/** Width of a line of text in pixels, without kerning (which only ever makes it a little narrower). */
export function textWidth(text: string, fontSize: number, font: FontWidths): number {
  let units = 0;
  for (const character of text) units += font.advance(character.codePointAt(0) ?? 0);
  return (units * fontSize) / font.unitsPerEm;
}
