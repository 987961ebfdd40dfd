import type { Claim, Prediction } from './claim.js';
import type { Rebuilder } from './rebuilder.js';
import type { Runnable } from './runnable.js';

/** What a chapter of the workbook offers to the scorecard and to the command line: the export `chapter` of its folder's index. */
export interface Chapter {
  /** The folder's name. */
  readonly name: string;
  /** Names of its notebooks up to the first hyphen, such as `03`; chapters are listed in the order of the first. */
  readonly notebooks: readonly string[];
  /** The paper's claims that the chapter checks by a number, in the paper's order. */
  claims?(): readonly Claim[];
  /** Its predictions, each with a number that was known beforehand: the scorecard lists them by the text that they check, and its own. */
  predictions?(): readonly Prediction[];
  /** Its experiments, made again from a stored result, by the names of the modules that define them. */
  readonly experiments?: Readonly<Record<string, Rebuilder>>;
  /** Computations that take too long for a notebook: `microcanon run NAME`. */
  readonly runnables?: readonly Runnable[];
}
