import type { Key } from '../random/index.js';
import { sentence } from './caption.js';

/** A result of an experiment, as far as a caption tells of it. */
export interface ResultSource {
  readonly id: string;
  readonly parameters: object;
  readonly seed: number;
  readonly provenance: { readonly revision: string };
  /** N of what is shown, where the parameters name another: `{ ...result, pathCount: 24 }`. */
  readonly pathCount?: number | readonly number[];
}

/** What a caption tells of numbers that a cell computed itself. */
export interface OwnSource {
  /** N, the paths behind each number; an array where ensembles of several sizes are shown; left out where there are no paths. */
  readonly pathCount?: number | readonly number[];
  /** d. */
  readonly signalLength?: number;
  /** The key that all randomness came from, or its seed; left out where there is none. */
  readonly key?: number | Key;
}

/** Where the numbers of a figure come from: a result, or what a cell used itself. */
export type Source = ResultSource | OwnSource;

/**
 * The closing line of a caption: `8 ensembles of N = 128 paths of length d = 1024; key 7; revision f8ce993; nats per path.` What the
 * sources do not tell is left out; what they tell differently is listed; without any there is no such line.
 * @param unit of the numbers shown
 */
export function sourceLine(sources: readonly Source[], unit: string | undefined): string {
  const each = (part: (source: Source) => string) => [...new Set(sources.map(part))].filter((text) => text !== '');
  const told = [
    ...each(pathsOf),
    listed('key', each(keyOf)),
    listed(
      'revision',
      each((source) => ('provenance' in source ? source.provenance.revision : '')),
    ),
  ].filter((part) => part !== '');
  return told.length === 0 ? '' : sentence([...told, ...(unit === undefined ? [] : [unit])]);
}

function listed(word: string, entries: readonly string[]): string {
  return entries.length === 0 ? '' : `${word}${entries.length > 1 ? 's' : ''} ${entries.join(', ')}`;
}

function keyOf(source: Source): string {
  if ('provenance' in source) return String(source.seed);
  const { key } = source as OwnSource;
  if (key === undefined) return '';
  return String(typeof key === 'number' ? key : key.high * 2 ** 32 + key.low);
}

/** Names that experiments give to N, to the number of ensembles, and to d. */
interface Sizes {
  readonly pathCount?: number | readonly number[];
  readonly ensembleSize?: number;
  readonly ensembleCount?: number;
  readonly signalLength?: number;
}

function pathsOf(source: Source): string {
  const isResult = 'provenance' in source;
  const own = isResult ? (source as ResultSource).pathCount : undefined;
  const sizes: Sizes = isResult ? source.parameters : (source as OwnSource);
  const {
    pathCount,
    ensembleSize,
    ensembleCount = 1,
    signalLength,
  } = own === undefined ? sizes : { ...sizes, pathCount: own, ensembleSize: undefined };
  const length = signalLength === undefined ? '' : `length d = ${signalLength}`;
  const count = ensembleSize ?? pathCount;
  if (count === undefined || count === 0) return length;
  const ensembles = ensembleSize !== undefined && ensembleCount > 1 ? `${ensembleCount} ensembles of ` : '';
  const paths = `N = ${typeof count === 'number' ? count : count.join(', ')} ${count === 1 ? 'path' : 'paths'}`;
  return `${ensembles}${paths}${length === '' ? '' : ` of ${length}`}`;
}
