import type { Displayable, Vector } from '../array/index.js';
import type { SeriesOrigin } from '../data-set/series-origin.js';
import type { Key } from '../random/index.js';
import type { Listener } from './events.js';
import type { Provenance } from './provenance.js';

/** A computation as data: what it is called, what it depends on, and how it runs. */
export interface Experiment<
  Parameters extends object,
  Data,
  Stage extends string = string,
  InputName extends string = string,
> {
  readonly id: string;
  /**
   * The module of lib that defines the run, by its path without extension, such as `chapter/overfitting/ar-descents`: stored
   * results count as long as the code that this module depends on stays. Left out, any change of the library makes them void.
   */
  readonly module?: string;
  readonly parameters: Parameters;
  /** The seed of the key under which everything is drawn. */
  readonly seed: number;
  /** Whether the parameters were made small for a first picture: the result is not stored, and the event of its run says so. */
  readonly isSketch?: boolean;
  /** Work of each stage of the run, 0 or more, in any one unit: the time left is estimated from it. */
  readonly stages: Readonly<Record<Stage, number>>;
  /** Numbers that the run starts from, such as a series. */
  readonly inputs?: Readonly<Record<InputName, Input>>;
  /** Experiments whose results the run starts from. */
  readonly builtOn?: readonly Ingredient[];
  /** Computes the data; the context keeps what is finished and hears of progress. */
  run(parameters: Parameters, key: Key, context: RunContext<Stage, InputName>): Promise<Data>;
}

/** Numbers that a run starts from. */
export interface Input {
  readonly reference: InputReference;
  readonly values: Vector;
}

/** Where numbers are found again: a result keeps this in their place. */
export interface InputReference {
  readonly source: InputSource;
  /** Hash of the numbers (`inputHash`). */
  readonly hash: string;
  readonly length: number;
}

export type InputSource =
  | SeriesOrigin
  /** Numbers that were handed over: they are kept in a file beside the result. */
  | { readonly kind: 'values' };

/** An experiment that another one starts from. */
export interface Ingredient {
  readonly experiment: Experiment<object, unknown>;
  /** Work of computing it, where no result is stored, in the unit of the other one's stages. */
  readonly work: number;
}

/** What an experiment does its work through, so that a killed run can go on. */
export interface RunContext<Stage extends string = string, InputName extends string = string> {
  /**
   * A part of the run whose outcome is kept: a run that is killed later takes the outcome from the checkpoint. The options,
   * given to a descent inside the stage, keep and resume the descent too, and show its progress.
   * @throws RangeError when the experiment declares no such stage
   */
  stage<Outcome>(name: Stage, work: (options: StageOptions) => Promise<Outcome>): Promise<Outcome>;
  /**
   * The numbers of a declared input.
   * @throws RangeError when the experiment declares no such input
   */
  input(name: InputName): Vector;
  /**
   * The result of an experiment that this one is declared to build on: stored, by whatever code, or computed before the run.
   * @throws RangeError when `builtOn` does not list the experiment
   */
  result<Parameters extends object, Data>(experiment: Experiment<Parameters, Data>): Result<Data>;
}

/** How the work of a stage is resumed, watched and kept. */
export interface StageOptions {
  /** A checkpoint of an earlier run to go on from: what `onCheckpoint` got, read by the code that made it alone. */
  readonly resume?: unknown;
  /** Gets how much of the stage is done, of how much, in any unit, and a note for the bar such as the loss so far. */
  readonly onProgress?: (done: number, total: number, note?: string) => void;
  /** Gets plain data, vectors and matrices to go on from, every few seconds; they are written before the call returns. */
  readonly onCheckpoint?: (checkpoint: unknown) => void;
}

/** How a run is started and watched. */
export interface RunOptions {
  /** Computes again from the start, even when a result or a checkpoint is stored. */
  readonly fresh?: boolean;
  /** Hears what becomes of the run; prints a line per event when left out. */
  readonly onEvent?: Listener;
  /** Gets, in place of a bar, the share done, and the share that an earlier run had done; both from 0 to 1. */
  readonly onProgress?: (share: number, before: number) => void;
}

/** A finished experiment. */
export interface Result<Data> extends Displayable {
  readonly id: string;
  /** The module of the library that defines the run; absent for an experiment from elsewhere. */
  readonly module?: string;
  readonly parameters: object;
  readonly seed: number;
  /** Where the numbers that the run started from are found again. */
  readonly inputs?: Readonly<Record<string, InputReference>>;
  readonly data: Data;
  readonly provenance: Provenance;
  /** True when it was read from a file rather than computed now. */
  readonly loaded: boolean;
  /** True when it came with the sources, from data/results, whatever code computed it: see its provenance. */
  readonly kept: boolean;
}

/** What a result's file holds. */
export interface StoredResult {
  readonly id: string;
  readonly module?: string;
  readonly parameters: object;
  readonly seed: number;
  readonly inputs?: Readonly<Record<string, InputReference>>;
  readonly data: unknown;
  readonly provenance: Provenance;
}
