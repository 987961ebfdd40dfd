import type { Experiment } from './contract.js';

/** Work of all stages of an experiment, in its own unit. */
export function workOf({ stages }: Pick<Experiment<object, unknown>, 'stages'>): number {
  return Object.values(stages).reduce((sum, work) => sum + work, 0);
}

/** Stages of equal work. */
export function alike<Name extends string>(names: readonly Name[]): Record<Name, number> {
  const stages = {} as Record<Name, number>;
  for (const name of names) stages[name] = 1;
  return stages;
}
