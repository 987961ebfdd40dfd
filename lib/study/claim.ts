import type { Experiment, Result } from './contract.js';
import type { PlaceInText } from './source-text.js';

/** Our number for a claim or a prediction: what its stated number, or its condition in words, is held against. */
export interface Finding {
  readonly ours: number;
  /** Of `ours`; where there is none, the reason: a sentence. */
  readonly standardError: number | string;
  /** The stated number's own standard error; 0 when left out. */
  readonly statedStandardError?: number;
  /** Whether the statement holds: for statements in words, and for numbers that agree within a bound of their own. */
  readonly holds?: boolean;
  /** Why the number, though it bears on the claim, does not judge it, such as other data: a sentence. */
  readonly notJudged?: string;
  /** What a reader should know besides, such as exceptions: a sentence. */
  readonly note?: string;
}

/** Reads the stored result of an experiment, computed here or kept with the sources; undefined when there is none. */
export type Loader = <Data>(experiment: Experiment<object, Data>) => Result<Data> | undefined;

/** A checkable claim of the paper and how to find what we have against it; without `find`, nothing computes it yet. */
export interface Claim {
  /** Where the paper makes it; the first name in it that `paperPlaces` lists leads to the cell that shows it. */
  readonly figure: string;
  readonly claim: string;
  /** The paper's number, or its words in ours. */
  readonly paper: number | string;
  /** Notebook that shows it, such as `03`; empty where none does yet. */
  readonly where: string;
  /** Id of the notebook's cell that shows it, or a text in the cell, where that is another than the figure's. */
  readonly cell?: string;
  /** Finds our number; undefined while the result that it needs is not there. */
  readonly find?: (load: Loader) => Finding | undefined;
}

/**
 * A number of this workbook that was known before it was computed, from a closed form or from a computation that shares nothing with
 * this library, and how to find what we computed. With `place` it checks a statement of another text than the paper.
 */
export interface Prediction {
  /** What it is about, such as `finite ensembles`; predictions are listed by it. */
  readonly subject: string;
  readonly prediction: string;
  /** The number, or a condition in words. */
  readonly predicted: number | string;
  /** What predicts it: the closed form, or the independent computation; a few words. */
  readonly predictedBy: string;
  /** Where another text says or implies it; without, the prediction is this workbook's own. */
  readonly place?: PlaceInText;
  /** Why no number can check the text's statement: a sentence; `find` then finds nothing. */
  readonly untestable?: string;
  /** Notebook that shows it, such as `10`. */
  readonly where: string;
  /** Id of the notebook's cell that shows it, or a text in the cell. */
  readonly cell?: string;
  /** Finds our number; undefined while the result that it needs is not there. */
  find(load: Loader): Finding | undefined;
}
