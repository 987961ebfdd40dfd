import { test } from 'node:test';
import { runAlgorithm, type Schema, type ShardedAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble } from '../../lib/array/index.js';
import {
  adjustedLangevin,
  averagedLangevin,
  bivariatePrecision,
  correlatedGaussian,
  doubleWell,
  forwardBackward,
  gaussianGibbs,
  hamiltonian,
  independentGaussians,
  markovChain,
  randomWalk,
  symmetrisedLangevin,
} from '../../lib/chain/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertSameBits } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { checkpointsOf } from './checkpoints.js';

const line = doubleWell({ barrier: 2, tilt: 0.5 });
const plane = correlatedGaussian(bivariatePrecision(0.7));
const values = independentGaussians([1, 2, 3]);

const chains: readonly (readonly [unknown, number])[] = [
  [markovChain(line, randomWalk({ deviation: 0.7 })), 1],
  [markovChain(plane, adjustedLangevin({ stepSize: 0.1 })), 2],
  [markovChain(values, hamiltonian({ stepSize: 0.3, leapfrogCount: 2, mass: [1, 0.5, 2] })), 3],
  [markovChain(values, symmetrisedLangevin({ stepSize: 0.2 })), 3],
  [averagedLangevin(plane, { stepSize: 0.1 }), 2],
  [forwardBackward(line, { stepSize: 0.01, ensembleSize: 3 }), 1],
  [gaussianGibbs(bivariatePrecision(0.7)), 2],
];

test('chains give the same bits in one thread and in three, in one piece and resumed', async (t) => {
  for (const [chain, d] of chains) {
    const algorithm = chain as ShardedAlgorithm<Schema>;
    const start = ensemble(12, d, normals(key(1), 12 * d));
    const one = await withWorkers(1, () => runAlgorithm(algorithm, start, 9, { key: key(7) }));
    const many = await withWorkers(3, () => runAlgorithm(algorithm, start, 9, { key: key(7) }));
    const [resume] = await withWorkers(3, () => checkpointsOf(t, { algorithm, start, stepCount: 9 }));
    const resumed = await runAlgorithm(algorithm, start, 9, { key: key(7), resume });
    for (const other of [many, resumed]) {
      for (const [name, numbers] of Object.entries(one.state)) {
        assertSameBits(other.state[name], numbers, `${algorithm.name}: ${name}`);
      }
      for (const [name, rows] of Object.entries(one.records)) {
        assertSameBits(other.records[name].subarray(12), rows.subarray(12), `${algorithm.name}: ${name}`);
      }
    }
  }
});
