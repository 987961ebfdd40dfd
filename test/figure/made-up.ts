import { matrixOf } from 'microcanon/array';
import { key, normals } from 'microcanon/random';

// Made-up numbers and results from which the pictures of figures are drawn.

export const seed = 7;
export const list = (count: number, entry: (i: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => entry(i));
export const numbers = (count: number, entry: (i: number) => number): Float64Array =>
  Float64Array.from(list(count, entry));
/** The same normal numbers in every run. */
export const noise = (count: number, number = 1): Float64Array => normals(key(number), count);

/** A curve that falls and rises again, with an error that grows. */
export const curve = (count: number, floor: number, rise = 0) => ({
  values: numbers(count, (t) => floor + 5 * Math.exp((-8 * t) / count) + (rise * t) / count),
  standardErrors: numbers(count, (t) => 0.05 + (0.1 * t) / count),
});

/** What stands for a finished experiment with these data. */
export const finished = (data: object, parameters: object = { pathCount: 32, signalLength: 64 }) => ({
  id: 'made-up',
  parameters,
  seed,
  provenance: { revision: '0000000' },
  data,
});

/** What a cell takes for `run`, for an experiment and for its options. */
export const running = (name: string, data: object, parameters?: object) => ({
  seed,
  run: async () => finished(data, parameters),
  [name]: () => ({}),
});

/** What a figure says of made-up numbers. */
export const made = { pathCount: 32, signalLength: 64, key: seed, units: 'nats per path', caption: 'Made-up numbers.' };

/** What the descents towards targets that are wrong give. */
export const biased = {
  kinds: [1, 4, Infinity].map((targetPathCount) => ({
    targetPathCount,
    targets: matrixOf([
      [0.1, 1],
      [0.2, 1.1],
    ]),
    regular: curve(20, 1 + 1 / targetPathCount, 3),
    meanField: curve(20, 0.1 + 1 / targetPathCount),
    law: matrixOf([...curve(20, 0.1 + 1 / targetPathCount).values].map((value) => [value, 1.1 * value])),
    meanFieldByTarget: matrixOf([
      [2, 3],
      [0.2 + 1 / targetPathCount, 0.3 + 2 / targetPathCount],
    ]),
  })),
};

/** Daily numbers with their dates. */
export function record(count: number) {
  const start = Date.UTC(2020, 0, 1);
  return {
    dates: list(count, (t) => t).map((t) => new Date(start + t * 86_400_000).toISOString().slice(0, 10)),
    values: noise(count, 4),
  };
}

/** Names of the two energies of an AR(1) model. */
export const axes = ['autocovariance at lag 1', 'autocovariance at lag 0'] as const;
