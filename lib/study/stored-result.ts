import { placeOf } from '../host/index.js';
import type { Experiment, Result, StoredResult } from './contract.js';
import type { Consequence, Listener } from './events.js';
import { codeOf, contentHash, type Difference, differenceOf, inputHashes } from './identity.js';
import { referencesOf } from './input.js';
import { inputFile, resolveInput } from './input-source.js';
import {
  anything,
  count,
  dictionaryOf,
  firstOf,
  listOf,
  number,
  oneOf,
  optional,
  plainObject,
  record,
  text,
} from './parse.js';
import { printer, unheard } from './report.js';
import { resultOf } from './result.js';
import { read, type Stored, storeName, write } from './result-store.js';

/** The file of an experiment's result, in data/cache and in data/results alike. */
export function resultFile({
  id,
  parameters,
  seed,
}: Pick<Experiment<object, unknown> | StoredResult, 'id' | 'parameters' | 'seed'>): string {
  return `${storeName(id, [parameters, seed])}.json`;
}

const stepFrom = firstOf(
  record({ kind: oneOf(['log returns', 'differences', 'standardised']) }),
  record({ kind: oneOf(['latest']), count }),
);

const sourceFrom = firstOf(
  firstOf(
    record({ kind: oneOf(['series']), name: text, steps: optional(listOf(stepFrom)) }),
    record({ kind: oneOf(['values']) }),
  ),
  record({
    kind: oneOf(['file']),
    path: text,
    reading: record({
      dateColumn: text,
      valueColumn: text,
      separator: optional(text),
      decimalMark: optional(text),
      thousandsMark: optional(text),
      dates: optional(text),
      missing: optional(listOf(firstOf(text, number))),
      minimum: optional(count),
    }),
    steps: listOf(stepFrom),
  }),
);

/** Checks what a file holds of a result; its data are the business of the experiment that reads them. */
const storedResultOf = record({
  id: text,
  module: optional(text),
  parameters: plainObject,
  seed: number,
  inputs: optional(dictionaryOf(record({ source: sourceFrom, hash: text, length: count }))),
  data: anything,
  provenance: record({
    revision: text,
    code: text,
    versions: dictionaryOf(text),
    machine: text,
    workers: count,
    wallSeconds: number,
    stageSeconds: optional(dictionaryOf(number)),
    builtOn: optional(dictionaryOf(record({ revision: text, hash: text }))),
    date: text,
  }),
});

/** The result that a file holds, or why it holds none: damaged, or written by another version in another form. */
export function parsedResult(found: Stored): StoredResult | 'absent' | 'damaged' | 'other form' {
  if (found.state !== 'found') return found.state;
  try {
    return storedResultOf(found.content, 'result');
  } catch {
    return 'other form';
  }
}

/** The stored result of an experiment, or undefined when this code has not computed it from the same inputs. */
export function load<Parameters extends object, Data>(
  experiment: Experiment<Parameters, Data>,
  onEvent: Listener = unheard,
): Result<Data> | undefined {
  const found = readCache(experiment, 'computed again', onEvent);
  return found && resultOf(found, { loaded: true, kept: false });
}

/** How a stored result differs from what this code would compute now, if it does. */
export function difference(experiment: Experiment<object, unknown>, content: StoredResult): Difference | undefined {
  const { code, builtOn = {} } = content.provenance;
  const inputs = inputHashes(content.inputs);
  const hashes = Object.entries(builtOn).map(([file, { hash }]) => [file, hash] as const);
  // Of a result that is stored nowhere now, nothing is known that would contradict.
  const wanted = (experiment.builtOn ?? []).map(({ experiment: other }) => {
    const result = stored(other, unheard);
    return [resultFile(other), result && contentHash(result)] as const;
  });
  return differenceOf(
    { code, inputs, builtOn: Object.fromEntries(hashes) },
    {
      code: codeOf(experiment),
      inputs: inputHashes(referencesOf(experiment)),
      builtOn: Object.fromEntries(wanted),
    },
  );
}

/** What data/cache holds of this code and these inputs; an event when it holds something else. */
function readCache(
  experiment: Experiment<object, unknown>,
  consequence: Consequence,
  onEvent: Listener,
): StoredResult | undefined {
  const { id } = experiment;
  const file = resultFile(experiment);
  const content = parsedResult(read(file));
  if (content === 'absent') return undefined;
  if (content === 'damaged') {
    onEvent({ kind: 'damaged', id, file, place: 'cache', consequence });
    return undefined;
  }
  if (content === 'other form') {
    onEvent({ kind: 'other-result', id, difference: 'other code', revision: 'unknown', consequence });
    return undefined;
  }
  const found = difference(experiment, content);
  if (found === undefined) return content;
  onEvent({ kind: 'other-result', id, difference: found, revision: content.provenance.revision, consequence });
  return undefined;
}

/**
 * The result of an experiment that takes too long to compute on the spot: what this code has computed, else what is kept with
 * the sources in data/results, whatever code that comes from; undefined when there is neither.
 * @param onEvent hears where a kept result comes from, and of files that are damaged or belong to other parameters, which are
 * not used; prints a line each when left out
 */
export function stored<Parameters extends object, Data>(
  experiment: Experiment<Parameters, Data>,
  onEvent: Listener = printer(),
): Result<Data> | undefined {
  const { id } = experiment;
  const own = readCache(experiment, 'not used', onEvent);
  if (own) return resultOf(own, { loaded: true, kept: false });
  const file = resultFile(experiment);
  const content = parsedResult(read(file, placeOf('results')));
  if (content === 'absent') return undefined;
  if (typeof content === 'string' || resultFile(content) !== file) {
    onEvent({ kind: 'damaged', id, file, place: 'results', consequence: 'not used' });
    return undefined;
  }
  onEvent({ kind: 'kept', id, provenance: content.provenance });
  return resultOf(content, { loaded: true, kept: true });
}

/**
 * Writes a result into data/results, to be kept with the sources, in place of an older one. Gives the file's name. Numbers that
 * were handed over are written beside it.
 * @throws RangeError when the cache does not hold such numbers any more; UnwritableError, naming the folder and MICROCANON_RESULTS, when it cannot be written
 */
export function keep<Data>({ id, module, parameters, seed, inputs, data, provenance }: Result<Data>): string {
  const content: StoredResult = { id, module, parameters, seed, inputs, data, provenance };
  const file = resultFile(content);
  for (const [name, reference] of Object.entries(inputs ?? {})) {
    if (reference.source.kind === 'values')
      write(inputFile(reference), { values: resolveInput(name, reference).values }, placeOf('results'));
  }
  write(file, content, placeOf('results'));
  return file;
}
