import type { Vector } from '../array/index.js';

/** A quantity of an algorithm: `width` numbers for each path, for each ensemble, or for the whole run. */
export interface Field {
  readonly per: 'path' | 'ensemble' | 'run';
  /** A whole number from 0 on; 0 where an algorithm has no use for the quantity. */
  readonly width: number;
}

/** Quantities by name. */
export type Fields = Readonly<Record<string, Field>>;

/** The numbers of quantities, by name: of one moment, or a row for each of several steps. */
export type Values<F extends Fields> = { readonly [Name in keyof F]: Vector };

/** A quantity of each path. */
export interface PathField extends Field {
  readonly per: 'path';
}

/** Quantities of each path, by name. */
export type PathFields = Readonly<Record<string, PathField>>;

/** `width` numbers for each path. */
export function perPath(width = 1): PathField {
  return { per: 'path', width };
}

/** `width` numbers for each ensemble of coupled paths. */
export function perEnsemble(width = 1): Field {
  return { per: 'ensemble', width };
}

/** `width` numbers for the whole run. */
export function perRun(width = 1): Field {
  return { per: 'run', width };
}

/** How many numbers a quantity has at one moment, with N paths in ensembles of equal size. */
export function sizeOf({ per, width }: Field, pathCount: number, ensembleSize: number): number {
  if (per === 'run') return width;
  return width * (per === 'path' ? pathCount : pathCount / ensembleSize);
}
