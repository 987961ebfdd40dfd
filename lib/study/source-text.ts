/** A text whose statements this workbook checks beside the paper's: the scorecard has a list for each that predictions name. */
export interface SourceText {
  /** What to call it within a sentence, and the heading of its list. */
  readonly name: string;
  readonly author: string;
  readonly title: string;
  /** The version that was read: misprints are those of this version. */
  readonly version: string;
  readonly address: string;
}

/** The texts that predictions may name, by their keys, in the order of their lists. */
export const sourceTexts = {
  guide: {
    name: 'the guide on energy-based models',
    author: 'Davide Carbone',
    title:
      'Hitchhiker’s guide on Energy-Based Models: a comprehensive review on the relation with other generative models, sampling and statistical physics',
    version: 'version 1',
    address: 'https://arxiv.org/abs/2406.13661v1',
  },
  laboratory: {
    name: 'the laboratory of mean-field games',
    author: 'Benjamin J. Zhang and Markos A. Katsoulakis',
    title: 'A mean-field games laboratory for generative modeling',
    version: 'the abstract of version 5',
    address: 'https://arxiv.org/abs/2304.13534v5',
  },
  gradientFlow: {
    name: 'the near-optimal gradient flow',
    author: 'Yang Wu, Pengxu Wei and Liang Lin',
    title: 'A Near-Optimal Gradient Flow for Learning Neural Energy-Based Models',
    version: 'the abstract of version 7',
    address: 'https://arxiv.org/abs/1910.14216v7',
  },
} as const satisfies Readonly<Record<string, SourceText>>;

/** The key of a text, such as `guide`. */
export type SourceTextKey = keyof typeof sourceTexts;

/** Where a text makes a statement. */
export interface PlaceInText {
  readonly text: SourceTextKey;
  /** Equation, figure, table or section as the text names it, such as `equation (4.21)`. */
  readonly at: string;
  /** What the text says there where that is wrong, and how: a phrase; the scorecard says in which version. */
  readonly misprint?: string;
}

/** The text of a key. */
export function sourceText(key: SourceTextKey): SourceText {
  return sourceTexts[key];
}
