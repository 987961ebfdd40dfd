import type { Experiment } from './experiment';
import type { Profile } from './profile';
import type { Result } from './result';

/** What an experiment of the command line is made of: parts that run one after the other. */
export interface Runnable {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Options that pick parts, besides those of every experiment. */
  readonly options: readonly string[];
  /**
   * The parts picked.
   * @throws RangeError when an option names none
   */
  parts(options: Readonly<Record<string, string | undefined>>, profile: Profile): readonly Experiment<object, unknown>[];
  /** The cells of a part's line of the table that is printed. */
  line(result: Result<unknown>): readonly string[];
  /** Their headings. */
  readonly headings: readonly string[];
}
