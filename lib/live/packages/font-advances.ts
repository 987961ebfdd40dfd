/**
 * What a page brings in place of opentype.js and of the font that measures captions, whose file has 0.7 MB: the widths of the font's
 * characters, and an object with the two members of a font that the measure asks for.
 */

/** Runs of characters that follow each other, with their widths in the font's units. */
export interface Advances {
  readonly unitsPerEm: number;
  /** Width of a character that the font has not. */
  readonly missing: number;
  /** First character of a run, then the width of each character of the run. */
  readonly runs: readonly (readonly number[])[];
}

/** Stands for the module opentype.js where only widths are asked for: parses what `JSON.stringify` made of advances. */
export const fontReader = {
  parse(bytes: ArrayBuffer) {
    const { unitsPerEm, missing, runs } = JSON.parse(new TextDecoder().decode(bytes)) as Advances;
    const widths = new Map<number, number>();
    for (const [first, ...run] of runs) for (const [at, width] of run.entries()) widths.set(first + at, width);
    return {
      unitsPerEm,
      charToGlyph: (character: string) => ({ advanceWidth: widths.get(character.codePointAt(0)!) ?? missing }),
    };
  },
};
