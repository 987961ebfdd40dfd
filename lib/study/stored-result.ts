import { resultsPlace } from '../host/place.js';
import type { Experiment } from './experiment.js';
import { codeHash } from './provenance.js';
import { type Result, resultOf, type StoredResult, spokenSeconds } from './result.js';
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
  say: (line: string) => void = () => {},
): Result<Data> | undefined {
  const { id } = experiment;
  const found = readCache(experiment, (what) => say(`${id}: the stored result ${what} and is computed again`));
  return found && resultOf(found, { loaded: true, kept: false });
}

/** What data/cache holds of this code; the reason when it holds something that is not used. */
function readCache(experiment: Experiment<object, unknown>, explain: (what: string) => void): StoredResult | undefined {
  const name = resultFile(experiment);
  const found = read(name);
  if (found.state === 'damaged') explain(`${name} is damaged`);
  if (found.state !== 'found') return undefined;
  const content = found.content as StoredResult;
  if (content.provenance.code === codeHash()) return content;
  explain(`comes from other code (revision ${content.provenance.revision})`);
  return undefined;
}

/**
 * The result of an experiment that takes too long to compute on the spot: what this code has computed, else what is kept with
 * the sources in data/results, whatever code that comes from; undefined when there is neither. It says where a kept one comes
 * from. A file that is damaged, or belongs to other parameters, is reported and not used.
 */
export function stored<Parameters extends object, Data>(
  experiment: Experiment<Parameters, Data>,
  say: (line: string) => void = () => {},
): Result<Data> | undefined {
  const { id } = experiment;
  const own = readCache(experiment, (what) => say(`${id}: the stored result ${what} and is not used`));
  if (own) return resultOf(own, { loaded: true, kept: false });
  const name = resultFile(experiment);
  const found = read(name, resultsPlace());
  if (found.state === 'absent') return undefined;
  const content = found.state === 'found' ? (found.content as StoredResult) : undefined;
  if (content === undefined || `${storeName(content.id, [content.parameters, content.seed])}.json` !== name) {
    say(`${id}: the file ${name} in data/results is damaged and is not used`);
    return undefined;
  }
  const { revision, date, wallSeconds, machine } = content.provenance;
  say(`${id}: computed ${date} in ${spokenSeconds(wallSeconds)} by revision ${revision} on ${machine}`);
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
