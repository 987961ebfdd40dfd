import { type Matrix, matrix, type Vector, vectorOf } from '../array/index.js';
import type { NetworkTrainingOptions, Turn } from './training.js';

/** The numbers of a training that change from step to step. */
export interface TrainingState<Name extends string> {
  readonly parameters: Record<Name, Vector>;
  readonly optimisers: readonly Record<Name, readonly Vector[]>[];
  readonly losses: Matrix;
  /** All of them by name: views, not copies. */
  readonly vectors: Readonly<Record<string, Vector>>;
  /** Copies the parameters where a snapshot of this step is asked for. */
  keep(stepNumber: number): void;
  snapshot(stepNumber: number): Record<Name, Vector>;
}

/** The state before the first step. */
export function stateOf<Name extends string>(
  turns: readonly Turn<Name>[],
  initial: Readonly<Record<Name, Vector>>,
  { stepCount, snapshotSteps = [] }: NetworkTrainingOptions,
): TrainingState<Name> {
  const names = Object.keys(initial) as Name[];
  const collected = <Value>(of: (name: Name) => Value, among = names): Record<Name, Value> =>
    Object.fromEntries(among.map((name) => [name, of(name)])) as Record<Name, Value>;
  const parameters = collected((name) => vectorOf(initial[name]));
  const optimisers = turns.map(({ moves, optimiser }) =>
    collected((name) => optimiser.start(initial[name].length), [...moves]),
  );
  const losses = matrix(stepCount, turns.length);
  const snapshots = new Map(snapshotSteps.map((t) => [t, collected((name) => vectorOf(initial[name]))]));
  const vectors: Record<string, Vector> = { losses: losses.data };
  for (const name of names) vectors[`parameters.${name}`] = parameters[name];
  optimisers.forEach((states, i) => {
    for (const [name, list] of Object.entries<readonly Vector[]>(states))
      list.forEach((one, j) => {
        vectors[`turn ${i}.${name}.${j}`] = one;
      });
  });
  for (const [t, kept] of snapshots) for (const name of names) vectors[`step ${t}.${name}`] = kept[name];
  return {
    parameters,
    optimisers,
    losses,
    vectors,
    keep(stepNumber) {
      const kept = snapshots.get(stepNumber);
      if (kept) for (const name of names) kept[name].set(parameters[name]);
    },
    snapshot: (stepNumber) => snapshots.get(stepNumber)!,
  };
}
