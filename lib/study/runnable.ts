import type { Experiment, Result } from './contract.js';
import type { Profile } from './profile.js';

/** An option that takes a value. */
export interface RunnableOption {
  /** Name of the value in the help, e.g. `N`. */
  readonly value: string;
  readonly help: string;
}

/** Seeds beside that of a notebook, under which trainings of networks are stored for the spread between them. */
export const otherSeeds: readonly number[] = [8, 9, 10];

/** What an experiment of the command line is made of: parts that run one after the other. */
export interface Runnable {
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Options that pick parts, besides those of every experiment, by name. */
  readonly options: Readonly<Record<string, RunnableOption>>;
  /**
   * The parts picked.
   * @throws RangeError when an option names none
   */
  parts(
    options: Readonly<Record<string, string | undefined>>,
    profile: Profile,
  ): readonly Experiment<object, unknown>[];
  /** The cells of a part's line of the table that is printed. */
  line(result: Result<unknown>): readonly string[];
  /** Headings of these cells. */
  readonly headings: readonly string[];
}
