import { readFileSync } from 'node:fs';

/** Family name of the font that static images are drawn with. */
export const fontName = 'DejaVu Sans Condensed';

/** The font's files: a machine may have no fonts at all, so they come from a package. */
export function fontFiles(): string[] {
  return ['DejaVuSansCondensed.ttf', 'DejaVuSansCondensed-Bold.ttf', 'DejaVuSansCondensed-Oblique.ttf'].map((file) =>
    require.resolve(`dejavu-fonts-ttf/ttf/${file}`),
  );
}

interface Metrics {
  readonly unitsPerEm: number;
  advance(codePoint: number): number;
}

let metrics: Metrics | undefined;

/**
 * Width of `text` in pixels at a font size in pixels, from the font's own advance widths (no kerning).
 * Cost: the font file is read once.
 */
export function textWidth(text: string, fontSize: number): number {
  metrics ??= readMetrics(readFileSync(fontFiles()[0]));
  let width = 0;
  for (const character of text) width += metrics.advance(character.codePointAt(0)!);
  return (width / metrics.unitsPerEm) * fontSize;
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

/** Reads the tables head, hhea, hmtx and cmap (format 4) of an OpenType file. */
function readMetrics(file: Buffer): Metrics {
  const table = (tag: string): number => {
    for (let i = 0; i < file.readUInt16BE(4); i++) {
      const record = 12 + 16 * i;
      if (file.toString('latin1', record, record + 4) === tag) return file.readUInt32BE(record + 8);
    }
    throw new Error(`textWidth: font file expects table ${tag}, got none; reinstall dejavu-fonts-ttf`);
  };
  const hmtx = table('hmtx');
  const advanceCount = file.readUInt16BE(table('hhea') + 34);
  const segments = formatFour(file, table('cmap'));
  const segmentCount = file.readUInt16BE(segments + 6) / 2;
  const field = (column: number, i: number) => segments + 14 + 2 * i + 2 * column * segmentCount + (column > 0 ? 2 : 0);
  const glyph = (codePoint: number): number => {
    for (let i = 0; i < segmentCount; i++) {
      if (codePoint > file.readUInt16BE(field(0, i))) continue;
      const start = file.readUInt16BE(field(1, i));
      if (codePoint < start) return 0;
      const delta = file.readUInt16BE(field(2, i));
      const offset = file.readUInt16BE(field(3, i));
      if (offset === 0) return (codePoint + delta) & 0xffff;
      const found = file.readUInt16BE(field(3, i) + offset + 2 * (codePoint - start));
      return found === 0 ? 0 : (found + delta) & 0xffff;
    }
    return 0;
  };
  return {
    unitsPerEm: file.readUInt16BE(table('head') + 18),
    advance: (codePoint) => file.readUInt16BE(hmtx + 4 * Math.min(glyph(codePoint), advanceCount - 1)),
  };
}

function formatFour(file: Buffer, cmap: number): number {
  for (let i = 0; i < file.readUInt16BE(cmap + 2); i++) {
    const start = cmap + file.readUInt32BE(cmap + 4 + 8 * i + 4);
    if (file.readUInt16BE(start) === 4) return start;
  }
  throw new Error('textWidth: font file expects a character map of format 4, got none; reinstall dejavu-fonts-ttf');
}
