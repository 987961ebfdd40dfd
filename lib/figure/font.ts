import type { Font } from 'opentype.js';
import { host } from '../host/index.js';

/** Family name of the font that static images are drawn with. */
export const fontName = 'DejaVu Sans Condensed';

/** The font's files, the regular one first: a machine may have no fonts at all, so they come from a package. */
const fonts = ['', '-Bold', '-Oblique'].map((style) => `dejavu-fonts-ttf/ttf/DejaVuSansCondensed${style}.ttf`);

/** Paths of the font's files. */
export function fontFiles(): string[] {
  return fonts.map((font) => host.locate(font));
}

let font: Font | undefined;

function regularFont(): Font {
  // Loaded here because loading takes 30 ms, and a process that draws no figure needs no font.
  const { parse } = host.load<typeof import('opentype.js')>('opentype.js');
  // Glyphs are read when they are asked for: outlines of all of them would take twice the time.
  return parse(host.bytes(fonts[0]).buffer, { lowMemory: true });
}

/**
 * Width of `text` in pixels at a font size in pixels: the sum of the glyphs' advance widths, without kerning, because
 * the font's substitution tables are of a kind that opentype.js does not read.
 * Cost: about 0.1 s when first called, for reading the font file.
 */
export function textWidth(text: string, fontSize: number): number {
  font ??= regularFont();
  let width = 0;
  for (const character of text) width += font.charToGlyph(character).advanceWidth ?? 0;
  return (width / font.unitsPerEm) * fontSize;
}

/** `text` in lines no wider than `width` pixels, broken at spaces. */
export function wrapText(text: string, fontSize: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(longer, fontSize) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
