import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, vectorOf } from 'microcanon/array';
import {
  bumpEnergy,
  divergenceByQuadrature,
  generativeModels,
  kernelDensity,
  modelNamed,
  tableRow,
  targetEnergies,
  targetNamed,
  targetNames,
  weightError,
} from 'microcanon/chapter/one-table';
import { gaussianMixture } from 'microcanon/model';
import { key } from 'microcanon/random';
import { run, unheard } from 'microcanon/study';

const close = (a: number, b: number, tolerance: number): void =>
  assert.ok(Math.abs(a - b) < tolerance, `${a} is not within ${tolerance} of ${b}`);

test('derivatives of bumps are those of finite differences, on the line and in the plane', () => {
  for (const signalLength of [1, 2] as const) {
    const energy = bumpEnergy({ signalLength, countPerAxis: 4, reach: 1.5, width: 0.7 });
    const weights = vectorOf(Array.from({ length: energy.componentCount }, (_, k) => Math.sin(k + 1)));
    const at = vectorOf([0.3, -0.8].slice(0, signalLength));
    const sumAt = (x: Float64Array): number =>
      energy.values(ensemble(1, signalLength, x)).data.reduce((sum, value, k) => sum + weights[k] * value, 0);
    const slopesAt = (x: Float64Array): Float64Array => energy.pullback(ensemble(1, signalLength, x), weights).data;
    const direction = vectorOf([0.6, 1.1].slice(0, signalLength));
    const product = energy.hessianProduct(
      ensemble(1, signalLength, at),
      weights,
      ensemble(1, signalLength, direction),
    ).data;
    const h = 1e-5;
    const moved = (i: number, by: number) => at.map((value, j) => (i === j ? value + by : value));
    const along = (by: number) => slopesAt(at.map((value, j) => value + by * direction[j]));
    for (let i = 0; i < signalLength; i++) {
      close(slopesAt(at)[i], (sumAt(moved(i, h)) - sumAt(moved(i, -h))) / (2 * h), 1e-8);
      close(product[i], (along(h)[i] - along(-h)[i]) / (2 * h), 1e-7);
    }
  }
});

test('mean energies of a target are those of Gaussians times Gaussians', () => {
  const { energy, law } = targetNamed('line');
  const found = targetEnergies(targetNamed('line'));
  const [width, reach] = [0.8, 6];
  for (let k = 0; k < energy.componentCount; k++) {
    const centre = -reach + k;
    const variance = width * width + 1;
    const exact = law.components.reduce(
      (sum, { weight, mean }) =>
        sum + ((weight * width) / Math.sqrt(variance)) * Math.exp(-((mean[0] - centre) ** 2) / (2 * variance)),
      0,
    );
    close(found[k], exact, 1e-9);
  }
});

test('grids hold both targets, and divergences are those of closed forms', async () => {
  for (const name of targetNames) {
    const target = targetNamed(name);
    close(
      target.masses.reduce((sum, mass) => sum + mass, 0),
      1,
      1e-9,
    );
    close(await divergenceByQuadrature(target, async (paths) => target.law.logDensity(paths)), 0, 1e-12);
  }
  // Well separated modes with wrong weights: D is that of the weights, up to the overlap.
  const halves = gaussianMixture([
    { weight: 0.5, mean: [-3] },
    { weight: 0.5, mean: [3] },
  ]);
  const exact = 0.3 * Math.log(0.6) + 0.7 * Math.log(1.4);
  close(await divergenceByQuadrature(targetNamed('line'), async (paths) => halves.logDensity(paths)), exact, 3e-3);
  close(weightError(targetNamed('line'), vectorOf([0.5, 0.5])), 0.2, 1e-12);
});

test('a kernel density of draws has mass one, and is a sum of kernels', () => {
  for (const name of targetNames) {
    const target = targetNamed(name);
    const draws = target.law.sample(key(3), 200);
    const density = kernelDensity(target, draws);
    close(
      target.cell * density.reduce((sum, value) => sum + value, 0),
      1,
      name === 'line' ? 1e-6 : 0.02, // the plane's points are farther apart than a kernel is wide
    );
    const n = target.masses.indexOf(Math.max(...target.masses));
    const [h, d] = [target.bandwidth, draws.signalLength];
    const point = target.points.path(n);
    let sum = 1 / (target.points.pathCount * target.cell);
    for (let i = 0; i < draws.pathCount; i++) {
      const square = draws.path(i).reduce((all, value, j) => all + (value - point[j]) ** 2, 0);
      sum += Math.exp(-square / (2 * h * h)) / (2 * Math.PI * h * h) ** (d / 2);
    }
    close(density[n], sum / (draws.pathCount + 1), 1e-4);
  }
});

test('every model trains on both targets, draws finite paths, and has a density where it says so', async () => {
  for (const name of targetNames) {
    const target = targetNamed(name);
    const few = target.law.sample(key(5), 5);
    for (const model of generativeModels) {
      const trained = await model.train(target, { key: key(1), effort: 0.004 });
      const draws = await trained.sample(key(2), 4);
      assert.equal(draws.data.length, 4 * target.law.signalLength);
      assert.ok(draws.data.every(Number.isFinite), `${model.name} draws ${draws.data.join()}`);
      assert.equal(model.evaluates === 'nothing', trained.logDensity === undefined);
      const logs = await trained.logDensity?.(few);
      assert.ok(logs?.every((value) => !Number.isNaN(value)) ?? true);
    }
  }
});

test('exact training of the energy-based model comes near the two modes, with their weights', async () => {
  const options = { effort: 0.3, trainingCount: 1, drawCount: 20 };
  const { data } = await run(tableRow('energy-exact', 'line', options), { onEvent: unheard });
  const [{ divergence, lawShares }] = data.trainings;
  assert.ok(divergence > 0 && divergence < 0.02, `${divergence}`);
  assert.ok(weightError(targetNamed('line'), lawShares) < 0.02);
});

test('a model that is not there is refused by name', () => {
  assert.throws(() => modelNamed('oracle'), /modelNamed: name expects one of target, energy-exact/);
  assert.throws(() => tableRow('oracle', 'line'), RangeError);
});
