import { displaySymbol, tableBundle, type Displayable } from '../array';
import type { DescendOptions, DescentCheckpoint } from '../flow';
import { key as keyOfSeed, type Key } from '../random';
import { progressBar, type ProgressBar } from './progress';
import { codeHash, provenance, type Provenance } from './provenance';
import { read, remove, storeName, write } from './result-store';

/** A computation as data: what it is called, what it depends on, and how it runs. */
export interface Experiment<Parameters extends object, Data> {
  readonly id: string;
  readonly parameters: Parameters;
  /** The seed of the key under which everything is drawn. */
  readonly seed: number;
  /** How many stages its run has, for the estimate of the time left. */
  readonly stageCount: number;
  run(parameters: Parameters, key: Key, context: RunContext): Promise<Data>;
}

/** What an experiment does its work through, so that a killed run can go on. */
export interface RunContext {
  /**
   * A part of the run whose outcome is kept: a run that is killed later takes it from the checkpoint. Names are unique in
   * a run. The options, given to a descent inside it, keep and resume the descent too, and show its progress.
   */
  stage<Outcome>(name: string, work: (options: DescendOptions) => Promise<Outcome>): Promise<Outcome>;
}

/** A finished experiment. */
export interface Result<Data> extends Displayable {
  readonly id: string;
  readonly parameters: object;
  readonly seed: number;
  readonly data: Data;
  readonly provenance: Provenance;
  /** True when it was read from a file rather than computed now. */
  readonly loaded: boolean;
}

export interface RunOptions {
  /** Computes again from the start, even when a result or a checkpoint is stored. */
  readonly fresh?: boolean;
  /** Gets one line saying whether the result was loaded or computed; `console.log` when left out. */
  readonly say?: (line: string) => void;
}

/**
 * The result of an experiment: loaded when this code has computed it before with the same parameters and seed, else run.
 * It says which. A run that was killed or interrupted goes on from its last checkpoint; a damaged file is reported and
 * computed again; a result of other code is computed again.
 */
export async function run<Parameters extends object, Data>(
  experiment: Experiment<Parameters, Data>,
  { fresh = false, say = console.log }: RunOptions = {},
): Promise<Result<Data>> {
  const { id, parameters, seed } = experiment;
  const name = storeName(id, [parameters, seed]);
  if (fresh) remove(`${name}.checkpoint`);
  const known = fresh ? undefined : load(experiment, say);
  if (known) {
    say(`${id}: loaded, computed ${known.provenance.date} in ${seconds(known.provenance.wallSeconds)} by revision ${known.provenance.revision}`);
    return known;
  }
  const bar = progressBar(id, experiment.stageCount);
  const context = checkpointed(`${name}.checkpoint`, id, say, bar);
  const started = performance.now();
  const data = await experiment.run(parameters, keyOfSeed(seed), context).catch((error) => {
    bar.stop();
    throw error;
  });
  bar.finish();
  const wallSeconds = context.spentBefore + (performance.now() - started) / 1000;
  const content: StoredResult = { id, parameters, seed, data, provenance: provenance(wallSeconds) };
  write(`${name}.json`, content);
  remove(`${name}.checkpoint`);
  say(`${id}: computed in ${seconds(wallSeconds)}`);
  return resultOf(content, false);
}

/** The stored result of an experiment, or undefined when this code has not computed it. */
export function load<Parameters extends object, Data>(
  { id, parameters, seed }: Experiment<Parameters, Data>,
  say: (line: string) => void = () => {},
): Result<Data> | undefined {
  const name = `${storeName(id, [parameters, seed])}.json`;
  const stored = read(name);
  if (stored.state === 'damaged') say(`${id}: the stored result ${name} is damaged and is computed again`);
  if (stored.state !== 'found') return undefined;
  const content = stored.content as StoredResult;
  if (content.provenance.code !== codeHash()) {
    say(`${id}: the stored result comes from other code (revision ${content.provenance.revision}) and is computed again`);
    return undefined;
  }
  return resultOf(content, true);
}

interface StoredResult {
  readonly id: string;
  readonly parameters: object;
  readonly seed: number;
  readonly data: unknown;
  readonly provenance: Provenance;
}

function resultOf<Data>(content: StoredResult, loaded: boolean): Result<Data> {
  const { id, parameters, seed, provenance: source } = content;
  return {
    id,
    parameters,
    seed,
    data: content.data as Data,
    provenance: source,
    loaded,
    [displaySymbol]: () =>
      tableBundle(`result: ${id}`, [
        ...Object.entries(parameters).map(([label, value]) => [label, Array.isArray(value) ? value.join(', ') : String(value)] as const),
        ['seed', seed],
        [loaded ? 'loaded, computed' : 'computed', `${source.date}, in ${seconds(source.wallSeconds)}, ${source.workers} workers`],
        ['revision', source.revision],
        ['machine', source.machine],
      ]),
  };
}

/** What a checkpoint file holds. */
interface Progress {
  readonly code: string;
  spentSeconds: number;
  readonly stages: Record<string, unknown>;
  running?: { readonly stage: string; readonly checkpoint: DescentCheckpoint };
}

function checkpointed(
  name: string,
  id: string,
  say: (line: string) => void,
  bar: ProgressBar,
): RunContext & { readonly spentBefore: number } {
  const stored = read(name);
  if (stored.state === 'damaged') say(`${id}: the checkpoint is damaged; starting again`);
  let progress: Progress = { code: codeHash(), spentSeconds: 0, stages: {} };
  if (stored.state === 'found' && (stored.content as Progress).code === progress.code) {
    progress = stored.content as Progress;
    say(`${id}: goes on from a checkpoint after ${seconds(progress.spentSeconds)} of work`);
  }
  const spentBefore = progress.spentSeconds;
  const started = performance.now();
  const save = (): void => {
    progress.spentSeconds = spentBefore + (performance.now() - started) / 1000;
    write(name, progress);
  };
  return {
    spentBefore,
    async stage<Outcome>(stage: string, work: (options: DescendOptions) => Promise<Outcome>): Promise<Outcome> {
      if (stage in progress.stages) return progress.stages[stage] as Outcome;
      const running = progress.running;
      const outcome = await work({
        resume: running?.stage === stage ? running.checkpoint : undefined,
        onProgress: (stepNumber, stepCount) => bar.advance(Object.keys(progress.stages).length + stepNumber / stepCount),
        onCheckpoint(checkpoint) {
          progress.running = { stage, checkpoint };
          save();
        },
      });
      progress.stages[stage] = outcome;
      progress.running = undefined;
      bar.advance(Object.keys(progress.stages).length);
      save();
      return outcome;
    },
  };
}

function seconds(value: number): string {
  return value < 90 ? `${value.toFixed(1)} s` : `${(value / 60).toFixed(1)} min`;
}
