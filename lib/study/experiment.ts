import type { DescendOptions } from '../flow/index.js';
import { type Key, key as keyOfSeed } from '../random/index.js';
import { checkpointed } from './checkpoint.js';
import { progressBar } from './progress.js';
import { provenance } from './provenance.js';
import { type Result, resultOf, type StoredResult, spokenSeconds } from './result.js';
import { keeper, remove, storeName } from './result-store.js';
import { load, stored } from './stored-result.js';

/** A computation as data: what it is called, what it depends on, and how it runs. */
export interface Experiment<Parameters extends object, Data> {
  readonly id: string;
  readonly parameters: Parameters;
  /** The seed of the key under which everything is drawn. */
  readonly seed: number;
  /** How many stages its run has, for the estimate of the time left. */
  readonly stageCount: number;
  /** Work of each stage in any unit, where they differ much; then all are named. */
  readonly stageWork?: Readonly<Record<string, number>>;
  run(parameters: Parameters, key: Key, context: RunContext): Promise<Data>;
}

/** What an experiment does its work through, so that a killed run can go on. */
export interface RunContext {
  /**
   * A part of the run whose outcome is kept: a run that is killed later takes it from the checkpoint. Names are unique in
   * a run. The options, given to a descent inside it, keep and resume the descent too, and show its progress.
   */
  stage<Outcome>(name: string, work: (options: DescendOptions) => Promise<Outcome>): Promise<Outcome>;
  /** The result of another experiment that this one builds on: stored, of whatever code, or else computed now. */
  result<Parameters extends object, Data>(experiment: Experiment<Parameters, Data>): Promise<Result<Data>>;
}

export interface RunOptions {
  /** Computes again from the start, even when a result or a checkpoint is stored. */
  readonly fresh?: boolean;
  /** Gets one line saying whether the result was loaded or computed; `console.log` when left out. */
  readonly say?: (line: string) => void;
  /** Gets, in place of a bar, the share done, and the share that an earlier run had done; both from 0 to 1. */
  readonly onProgress?: (share: number, before: number) => void;
}

/**
 * The result of an experiment: loaded when this code has computed it before with the same parameters and seed, else run.
 * It says which. A run that was killed or interrupted goes on from its last checkpoint; a damaged file is reported and
 * computed again; a result of other code is computed again. Where the cache cannot be written, one line says so, with what to
 * do, and the result is given all the same.
 */
export async function run<Parameters extends object, Data>(
  experiment: Experiment<Parameters, Data>,
  { fresh = false, say = console.log, onProgress }: RunOptions = {},
): Promise<Result<Data>> {
  const { id, parameters, seed, stageWork } = experiment;
  const name = storeName(id, [parameters, seed]);
  if (fresh) remove(`${name}.checkpoint`);
  const known = fresh ? undefined : load(experiment, say);
  if (known) {
    const { date, wallSeconds, revision } = known.provenance;
    say(`${id}: loaded, computed ${date} in ${spokenSeconds(wallSeconds)} by revision ${revision}`);
    return known;
  }
  const total = stageWork ? Object.values(stageWork).reduce((sum, work) => sum + work, 0) : experiment.stageCount;
  const bar = onProgress ? undefined : progressBar(id, total);
  const advance = bar ? bar.advance : (done: number, before: number): void => onProgress!(done / total, before / total);
  const workOf = (stage: string): number => (stageWork ? stageWork[stage] : 1);
  const keep = keeper(id, say);
  const checkpoint = checkpointed(`${name}.checkpoint`, id, keep, { say, advance, workOf });
  const builtOn: Record<string, string> = {};
  const context: RunContext = {
    stage: checkpoint.stage,
    async result(other) {
      const found = stored(other, say) ?? (await run(other, { say, onProgress: onProgress && (() => {}) }));
      builtOn[other.id] = found.provenance.revision;
      return found;
    },
  };
  const started = performance.now();
  const data = await experiment.run(parameters, keyOfSeed(seed), context).catch((error) => {
    bar?.stop();
    throw error;
  });
  bar?.finish();
  const wallSeconds = checkpoint.spentBefore + (performance.now() - started) / 1000;
  const source = provenance(wallSeconds, { stageSeconds: checkpoint.stageSeconds, builtOn });
  const content: StoredResult = { id, parameters, seed, data, provenance: source };
  keep(`${name}.json`, content);
  remove(`${name}.checkpoint`);
  say(`${id}: computed in ${spokenSeconds(wallSeconds)}`);
  return resultOf(content, { loaded: false, kept: false });
}
