import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  ComponentReference,
  DescentReference,
  EnergyReference,
  FilterReference,
  FitReference,
  FlowReference,
  LikelihoodCase,
  LikelihoodReference,
} from '../lib/command/verification/reference.js';

/** The repository's root folder. */
export const root = dirname(require.resolve('microcanon/package.json'));

/** Arguments and correctly rounded values of elementary functions: doubles in base64, lowest byte first. */
interface ElementaryValues {
  readonly functions: Readonly<Record<string, { readonly arguments: string; readonly values: string }>>;
}

/** A reference file of test/fixtures, parsed; its name tells its kind. */
export function fixture(name: `energy-${string}`): EnergyReference;
export function fixture(name: `flow-${string}`): FlowReference;
export function fixture(name: `descent-${string}`): DescentReference;
export function fixture(name: `filters-${string}`): FilterReference;
export function fixture<Case = LikelihoodCase>(
  name: `loglik-${string}`,
): Omit<LikelihoodReference, 'cases'> & { readonly cases: readonly Case[] };
export function fixture<Case>(name: 'priced-transport'): { readonly cases: readonly Case[] };
export function fixture(name: `garch-fit-${string}`): FitReference;
export function fixture(name: 'pca-projector'): ComponentReference;
export function fixture(name: 'elementary/values'): ElementaryValues;
export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(root, 'test', 'fixtures', `${name}.json`), 'utf8'));
}
