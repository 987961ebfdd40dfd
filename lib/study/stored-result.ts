import { resultsPlace } from '../host/place.js';
import type { Experiment, Result, StoredResult } from './contract.js';
import type { Consequence, Listener } from './events.js';
import { codeHash } from './provenance.js';
import { printer, unheard } from './report.js';
import { resultOf } from './result.js';
import { read, storeName, write } from './result-store.js';

/** The file of an experiment's result, in data/cache and in data/results alike. */
export function resultFile<Parameters extends object, Data>({
  id,
  parameters,
  seed,
}: Experiment<Parameters, Data>): string {
  return `${storeName(id, [parameters, seed])}.json`;
}

/** The stored result of an experiment, or undefined when this code has not computed it. */
export function load<Parameters extends object, Data>(
  experiment: Experiment<Parameters, Data>,
  onEvent: Listener = unheard,
): Result<Data> | undefined {
  const found = readCache(experiment, 'computed again', onEvent);
  return found && resultOf(found, { loaded: true, kept: false });
}

/** What data/cache holds of this code; an event when it holds something else. */
function readCache(
  experiment: Experiment<object, unknown>,
  consequence: Consequence,
  onEvent: Listener,
): StoredResult | undefined {
  const { id } = experiment;
  const file = resultFile(experiment);
  const found = read(file);
  if (found.state === 'damaged') onEvent({ kind: 'damaged', id, file, place: 'cache', consequence });
  if (found.state !== 'found') return undefined;
  const content = found.content as StoredResult;
  if (content.provenance.code === codeHash()) return content;
  onEvent({ kind: 'other-code', id, revision: content.provenance.revision, consequence });
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
  const found = read(file, resultsPlace());
  if (found.state === 'absent') return undefined;
  const content = found.state === 'found' ? (found.content as StoredResult) : undefined;
  if (content === undefined || `${storeName(content.id, [content.parameters, content.seed])}.json` !== file) {
    onEvent({ kind: 'damaged', id, file, place: 'results', consequence: 'not used' });
    return undefined;
  }
  onEvent({ kind: 'kept', id, provenance: content.provenance });
  return resultOf(content, { loaded: true, kept: true });
}

/**
 * Writes a result into data/results, to be kept with the sources, in place of an older one. Gives the file's name.
 * @throws UnwritableError, naming the folder and MICROCANON_RESULTS, when it cannot be written
 */
export function keep<Data>({ id, parameters, seed, data, provenance }: Result<Data>): string {
  const name = `${storeName(id, [parameters, seed])}.json`;
  const content: StoredResult = { id, parameters, seed, data, provenance };
  write(name, content, resultsPlace());
  return name;
}
