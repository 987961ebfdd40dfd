import { key as keyOfSeed } from '../random/index.js';
import { checkpointed } from './checkpoint.js';
import type { Experiment, Result, RunContext, RunOptions, StoredResult } from './contract.js';
import { codeOf, contentHash, inputHashes } from './identity.js';
import { referencesOf } from './input.js';
import { keepInputs } from './input-source.js';
import { progressBar } from './progress.js';
import { provenance } from './provenance.js';
import { printer } from './report.js';
import { resultOf } from './result.js';
import { keeper, remove, storeName } from './result-store.js';
import { load, resultFile, stored } from './stored-result.js';
import { workOf } from './work.js';

/**
 * The result of an experiment: loaded when this code has computed it before with the same parameters and seed, else run.
 * Events say which. A run that was killed or interrupted goes on from its last checkpoint; a damaged file is reported and
 * computed again; a result of other code is computed again. A sketch is run each time and never stored. Where the cache cannot be written, one event says so, with what to
 * do, and the result is given all the same.
 *
 * Two processes that run the same experiment on one cache both compute it, to the same bits. Files are replaced whole, so that
 * each process reads a result or checkpoint of either one, never a mixture.
 */
export async function run<Parameters extends object, Data>(
  experiment: Experiment<Parameters, Data>,
  { fresh = false, onEvent = printer(), onProgress }: RunOptions = {},
): Promise<Result<Data>> {
  const { id, module, parameters, seed, stages, isSketch = false, builtOn = [] } = experiment;
  const name = storeName(id, [parameters, seed]);
  if (fresh) remove(`${name}.checkpoint`);
  const known = fresh ? undefined : load(experiment, onEvent);
  if (known) {
    onEvent({ kind: 'loaded', id, provenance: known.provenance });
    return known;
  }
  const ingredients = builtOn.map((one) => ({ ...one, result: stored(one.experiment, onEvent) }));
  const absentWork = ingredients.reduce((sum, { work, result }) => (result ? sum : sum + work), 0);
  const total = absentWork + workOf(experiment);
  const bar = onProgress ? undefined : progressBar(id, total);
  const advance: (done: number, before: number, note?: string) => void = bar
    ? bar.advance
    : (done, before) => onProgress!(done / total, before / total);
  try {
    const started = performance.now();
    const results = new Map<string, Result<unknown>>();
    let done = 0;
    for (const { experiment: other, work, result } of ingredients) {
      const from = done;
      const nested = (share: number, before: number): void => advance(from + share * work, before * work);
      results.set(resultFile(other), result ?? (await run(other, { onEvent, onProgress: nested })));
      if (!result) done += work;
    }
    const keep = isSketch ? () => {} : keeper(id, onEvent);
    keepInputs(experiment.inputs, keep);
    const inputs = referencesOf(experiment);
    const sources = [...results].map(([file, result]) => {
      return [file, { revision: result.provenance.revision, hash: contentHash(result) }] as const;
    });
    const identity = {
      code: codeOf(experiment),
      inputs: inputHashes(inputs),
      builtOn: Object.fromEntries(sources.map(([file, { hash }]) => [file, hash])),
    };
    const checkpoint = checkpointed(`${name}.checkpoint`, keep, {
      id,
      module,
      identity,
      stages,
      onEvent,
      advance: (own, before, note) => advance(absentWork + own, before, note),
    });
    const context = contextOf(experiment, checkpoint.stage, results);
    const data = await experiment.run(parameters, keyOfSeed(seed), context);
    bar?.finish();
    const wallSeconds = checkpoint.spentBefore + (performance.now() - started) / 1000;
    const content: StoredResult = {
      id,
      module,
      parameters,
      seed,
      inputs,
      data,
      provenance: provenance(identity.code, {
        wallSeconds,
        stageSeconds: checkpoint.stageSeconds,
        builtOn: Object.fromEntries(sources),
      }),
    };
    keep(`${name}.json`, content);
    remove(`${name}.checkpoint`);
    onEvent({ kind: isSketch ? 'sketched' : 'computed', id, wallSeconds });
    return resultOf(content, { loaded: false, kept: false });
  } catch (error) {
    bar?.stop();
    throw error;
  }
}

/** What a run works through, with the results that it starts from by the names of their files. */
function contextOf(
  { id, inputs = {} }: Pick<Experiment<object, unknown>, 'id' | 'inputs'>,
  stage: RunContext['stage'],
  results: ReadonlyMap<string, Result<unknown>>,
): RunContext {
  return {
    stage,
    input(name) {
      if (!Object.hasOwn(inputs, name)) {
        const names = Object.keys(inputs).join(', ') || 'none';
        throw new RangeError(
          `${id}: input expects one of those declared, ${names}, got ${name}; declare it in the experiment's inputs`,
        );
      }
      return inputs[name].values;
    },
    result<Parameters extends object, Data>(other: Experiment<Parameters, Data>): Result<Data> {
      const found = results.get(resultFile(other));
      if (found === undefined) {
        throw new RangeError(
          `${id}: result expects an experiment that it is built on, got ${other.id}; list it in the experiment's builtOn`,
        );
      }
      return found as Result<Data>;
    },
  };
}
