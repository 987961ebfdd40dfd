import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, matrixOf } from '../../lib/array/index.js';
import {
  fairSpins,
  heatBath,
  heatBathKernel,
  isingTorus,
  metropolis,
  metropolisKernel,
  type SpinSystem,
  spinLaw,
  spinSystem,
} from '../../lib/lattice/index.js';
import { foldIn, key } from '../../lib/random/index.js';
import { assertSameBits, assertWithin } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { sampleMean } from '../statistics.js';

const glass = spinSystem(
  matrixOf([
    [0, 0.7, -0.5],
    [0.7, 0, 0.4],
    [-0.5, 0.4, 0],
  ]),
  { fields: [0.3, -0.2, 0] },
);
const systems: readonly [string, SpinSystem][] = [
  ['a lattice in a field', isingTorus({ rows: 2, columns: 3, coupling: 0.4, field: 0.2 })],
  ['any couplings', glass],
];

for (const [name, system] of systems) {
  for (const [rule, kernelOf] of [
    ['heat bath', heatBathKernel],
    ['Metropolis', metropolisKernel],
  ] as const) {
    test(`${rule} leaves the law of ${name} alone: exact draws, moved once, have its probabilities`, () => {
      const inverseTemperature = 1.2;
      const { masses } = spinLaw(system, { inverseTemperature });
      const pathCount = 20_000;
      const states = ensemble(pathCount, system.shape);
      // Path n starts in the state whose share of [0, 1) holds (n + ½)/N: exact but for N⁻¹.
      let state = 0;
      let below = masses[0];
      for (let n = 0; n < pathCount; n++) {
        while (below < (n + 0.5) / pathCount) below += masses[++state];
        for (let i = 0; i < system.siteCount; i++) states.path(n)[i] = (state >> i) & 1 ? 1 : -1;
      }
      const next = kernelOf(system, { inverseTemperature })(states, (n) => foldIn(key(3), n));
      const counts = masses.map(() => 0);
      for (let n = 0; n < pathCount; n++)
        counts[next.path(n).reduce((sum, spin, i) => sum + (spin > 0 ? 2 ** i : 0), 0)]++;
      // Independent moves: a count has at most the variance of a binomial one.
      counts.forEach((count, s) => {
        const deviation = Math.sqrt(pathCount * masses[s] * (1 - masses[s]));
        assert.ok(Math.abs(count - pathCount * masses[s]) < 4.5 * deviation + 1, `state ${s}: ${count}`);
      });
      assert.ok(states.data.some((spin, i) => spin !== next.data[i]));
    });
  }
}

for (const [rule, algorithmOf] of [
  ['heat bath', heatBath],
  ['Metropolis', metropolis],
] as const) {
  test(`${rule} from fair spins comes to the exact energy and magnetisation`, async () => {
    const system = isingTorus({ rows: 3, columns: 4, coupling: 0.35 });
    const [pathCount, stepCount] = [2000, 12];
    const algorithm = algorithmOf(system, { sweepsPerStep: 3 });
    const { records } = await runAlgorithm(algorithm, fairSpins(system, key(1), pathCount), stepCount, { key: key(2) });
    const last = (values: Float64Array): Float64Array => values.subarray(stepCount * pathCount);
    const law = spinLaw(system);
    assertWithin(sampleMean(last(records.energy)), law.meanEnergy, 4, 'energy');
    const sizes = last(records.magnetisation).map((sum) => Math.abs(sum) / 12);
    assertWithin(sampleMean(sizes), law.meanAbsoluteMagnetisation, 4, 'magnetisation');
  });

  test(`${rule} gives the same bits for any number of workers, and info of the states that it leaves`, async () => {
    const system = isingTorus({ rows: 4, columns: 4, coupling: 0.5 });
    const start = fairSpins(system, key(4), 5);
    const run = () => runAlgorithm(algorithmOf(system, { sweepsPerStep: 2 }), start, 20, { key: key(5) });
    const [one, three] = [await withWorkers(1, run), await withWorkers(3, run)];
    assertSameBits(three.state.paths, one.state.paths);
    assertSameBits(three.records.energy, one.records.energy);
    const end = ensemble(5, system.shape, one.state.paths.slice());
    assertSameBits(one.records.energy.subarray(20 * 5), system.energies(end));
    assertSameBits(
      one.records.magnetisation.subarray(20 * 5),
      Array.from({ length: 5 }, (_, n) => end.path(n).reduce((a, b) => a + b, 0)),
    );
  });
}

test('the kernel of a lattice and that of the same couplings as a matrix make the same moves', () => {
  const torus = isingTorus({ rows: 3, columns: 3, coupling: 0.6, field: 0.1 });
  const couplings = Array.from({ length: 9 }, () => new Array<number>(9).fill(0));
  for (let i = 0; i < 9; i++)
    for (let entry = torus.bonds.starts[i]; entry < torus.bonds.starts[i + 1]; entry++)
      couplings[i][torus.bonds.neighbours[entry]] += torus.bonds.couplings[entry];
  const dense = spinSystem(matrixOf(couplings), { fields: torus.fields });
  const states = fairSpins(torus, key(8), 200);
  for (const kernelOf of [heatBathKernel, metropolisKernel]) {
    const keyOf = (n: number) => foldIn(key(9), n);
    const flat = ensemble(200, 9, states.data);
    assertSameBits(kernelOf(dense)(flat, keyOf).data, kernelOf(torus)(states, keyOf).data);
  }
});

test('what is out of range is refused by name', async () => {
  const system = isingTorus({ rows: 2, columns: 2 });
  assert.throws(() => heatBath(system, { sweepsPerStep: 0 }), /heat bath: sweepsPerStep expects a whole number from 1/);
  assert.throws(
    () => metropolis(system, { inverseTemperature: NaN }),
    /Metropolis: inverseTemperature expects a finite number, got NaN/,
  );
  await assert.rejects(
    async () => runAlgorithm(heatBath(system), ensemble(1, [2, 2]), 1),
    /paths expects spins 1 or -1, got 0 at site 0/,
  );
  assert.throws(
    () => heatBathKernel(system)(ensemble(1, 3), () => key(1)),
    /kernel: states expects 4 spins per state, got 3/,
  );
});
