import type { Experiment, Result } from '../../experiment';

/** What a claim is compared with: a number of the paper, or a condition that it states in words. */
export interface Finding {
  readonly ours: number;
  /** Of `ours`; 0 where it is exact, or no law gives it. */
  readonly standardError: number;
  /** The paper's number's own standard error; 0 when left out. */
  readonly paperStandardError?: number;
  /** For claims in words: whether they hold. */
  readonly holds?: boolean;
  /** What a reader should know besides, such as exceptions: a sentence. */
  readonly note?: string;
}

/** Reads the stored result of an experiment, computed here or kept with the sources; undefined when there is none. */
export type Loader = <Data>(experiment: Experiment<object, Data>) => Result<Data> | undefined;

/** A checkable claim of the paper and how to find what we have against it; without `find`, nothing computes it yet. */
export interface Claim {
  /** Where the paper makes it. */
  readonly figure: string;
  readonly claim: string;
  /** The paper's number, or its words in ours. */
  readonly paper: number | string;
  /** Notebook that shows it, such as `03`; empty where none does yet. */
  readonly where: string;
  readonly find?: (load: Loader) => Finding | undefined;
}
