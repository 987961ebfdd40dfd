import type { Vector } from '../array/index.js';
import { originalValues } from '../data-set/original-series.js';
import { type Place, placeOf } from '../host/index.js';
import type { Input, InputReference } from './contract.js';
import { inputHash } from './input.js';
import { record, vectorFrom } from './parse.js';
import { type Keep, read } from './result-store.js';

/** The file that holds numbers which were handed over. */
export function inputFile({ hash }: Pick<InputReference, 'hash'>): string {
  return `input-${hash}.json`;
}

/** Keeps inputs that nothing but a file could give again. */
export function keepInputs(inputs: Readonly<Record<string, Input>> | undefined, keep: Keep): void {
  for (const { reference, values } of Object.values(inputs ?? {}))
    if (reference.source.kind === 'values') keep(inputFile(reference), { values });
}

/**
 * The numbers of an input of a stored result.
 * @param place the folder of the result
 * @throws RangeError when they are not found, or are others now
 */
export function resolveInput(name: string, reference: InputReference, place: Place = placeOf('cache')): Input {
  const { source } = reference;
  const values = source.kind === 'values' ? keptValues(name, reference, place) : originalValues(source);
  const hash = inputHash(values);
  if (hash !== reference.hash) {
    const what =
      source.kind === 'series' ? `series ${source.name}` : source.kind === 'file' ? source.path : inputFile(reference);
    throw new RangeError(
      `input ${name}: ${what} expects the numbers with the hash ${reference.hash}, got ${hash}; the result was computed from others`,
    );
  }
  return { reference, values };
}

function keptValues(name: string, reference: InputReference, place: Place): Vector {
  const file = inputFile(reference);
  const content = read(file, place);
  if (content.state !== 'found') {
    throw new RangeError(`input ${name}: ${file} in ${place.folder} is ${content.state}; compute the result again`);
  }
  return record({ values: vectorFrom })(content.content, file).values;
}
