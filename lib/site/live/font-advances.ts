import { host } from '../../host/index.js';
import type { Advances } from '../../live/packages/font-advances.js';

/** The widths of a font's characters, in runs of characters that follow each other. */
export function fontAdvances(asset: string): Advances {
  const { parse } = host.load<typeof import('opentype.js')>('opentype.js');
  const font = parse(host.bytes(asset).buffer, { lowMemory: true });
  const width = (code: number): number => font.charToGlyph(String.fromCodePoint(code)).advanceWidth ?? 0;
  const codes = Object.keys(font.tables.cmap.glyphIndexMap as Record<string, number>).map(Number);
  const runs: number[][] = [];
  for (const code of codes.sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[0] + run.length - 1 === code) run.push(width(code));
    else runs.push([code, width(code)]);
  }
  // Planes beyond the first hold hieroglyphs and mathematical letters of no caption; the font's file lists none of them anyway.
  return { unitsPerEm: font.unitsPerEm, missing: width(0x10fffe), runs };
}
