import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf } from '../../lib/array/index.js';
import { gaussian, gaussianMixture } from '../../lib/model/index.js';
import { key } from '../../lib/random/index.js';
import {
  carriedBack,
  carriedLogDensity,
  type Diffusion,
  diffuse,
  diffusionSteps,
  eulerMaruyama,
  evenTimes,
  heun,
  type Integrator,
  interpolatedMixture,
  noisedMixture,
  noisedScore,
  ornsteinUhlenbeck,
  reversedFlow,
  straightInterpolant,
  timeReversal,
  withNoise,
  withoutNoise,
} from '../../lib/transport/index.js';
import { checkpointsOf } from '../chain/checkpoints.js';
import { assertClose, assertSameBits, assertWithin } from '../closeness.js';
import { withWorkers } from '../environment.js';
import { sampleVariance } from '../statistics.js';

const wide = gaussianMixture([{ weight: 1, mean: [0], deviation: 2 }]);
const unit = gaussianMixture([{ weight: 1, mean: [0] }]);
const two = ensembleOf([[0.5], [-1]]);
const interpolated = interpolatedMixture(unit, wide, straightInterpolant({ noise: 2 }));

test('the flow between two Gaussians multiplies by √(C(1)/C(0)), to first and second order in the step', async () => {
  for (const [integrator, order] of [
    [eulerMaruyama, 1],
    [heun, 2],
  ] as const) {
    const errors: number[] = [];
    for (const stepCount of [40, 80]) {
      const times = evenTimes(0, 1, stepCount);
      const { data } = await diffuse(withoutNoise(interpolated.velocity), two, { times, integrator });
      assertClose(data[1] / data[0], -2, 1e-12);
      errors.push(Math.abs(data[0] / 0.5 - 2));
    }
    assert.ok(errors[1] < 0.02);
    assertClose(Math.log2(errors[0] / errors[1]), order, 0.15, integrator.name);
  }
});

test('the diffusion between two Gaussians ends at the same variance for every ε', async () => {
  const start = gaussian({ signalLength: 1 }).sample(key(1), 8000);
  for (const epsilon of [0.5, 4]) {
    const times = evenTimes(0, 1, 20 + 20 * epsilon);
    const { data } = await diffuse(withNoise(interpolated, epsilon), start, { times, key: key(2) });
    assertWithin(sampleVariance(data), 4, 4, `ε = ${epsilon}`);
  }
});

test('a step of either rule has the mean and the variance that its formula gives on a linear equation', async () => {
  // dX = −X dt + (1 + t) dW.
  const drift = {
    ...{ name: 'decay', shape: [1], identity: 'decay' },
    values: (paths: { pathCount: number; data: Float64Array }) =>
      ensemble(
        paths.pathCount,
        1,
        paths.data.map((x) => -x),
      ),
  };
  const diffusion: Diffusion = { ...{ name: 'decay', shape: [1], identity: 0 }, drift, volatility: (t) => 1 + t };
  const h = 0.5;
  const start = ensemble(20000, 1, new Float64Array(20000).fill(3));
  const moments = [
    { integrator: eulerMaruyama, mean: 3 * (1 - h), variance: h },
    { integrator: heun, mean: 3 * (1 - h + h ** 2 / 2), variance: (1 - h / 2) ** 2 * h * ((1 + 1.5 ** 2) / 2) },
  ];
  for (const { integrator, mean, variance } of moments) {
    const { data } = await diffuse(diffusion, start, { times: [0, h], integrator, key: key(5) });
    const average = data.reduce((sum, x) => sum + x, 0) / data.length;
    assertWithin({ value: average, standardError: Math.sqrt(variance / data.length) }, mean, 4, integrator.name);
    assertWithin(sampleVariance(data), variance, 4, integrator.name);
  }
});

test('log-densities carried along a flow are those of the law it makes', () => {
  const paths = ensembleOf([[-3], [0.2], [1.7]]);
  const times = evenTimes(0, 1, 60);
  const base = gaussian({ signalLength: 1 });
  const found = carriedLogDensity(interpolated.velocity, base, { paths, times });
  assertClose(found, wide.logDensity(paths), 1e-8);
  // The flow is X ↦ 2X: back by half, and ln 2 of expansion.
  const { start, expansion } = carriedBack(interpolated.velocity, paths, times);
  assertClose(start.data, [-1.5, 0.1, 0.85], 1e-8);
  assertClose(expansion, new Array(3).fill(Math.log(2)), 1e-8);
  // Two modes, reversed from the right law at T: the density comes back.
  const modes = gaussianMixture([
    { weight: 0.3, mean: [-2] },
    { weight: 0.7, mean: [2] },
  ]);
  const schedule = ornsteinUhlenbeck();
  const flow = reversedFlow(noisedScore(modes, schedule), schedule, { duration: 2 });
  const noised = noisedMixture(modes, schedule, 2);
  const back = carriedLogDensity(flow, noised, { paths, times: evenTimes(0, 2, 200) });
  assertClose(back, modes.logDensity(paths), 1e-6);
});

test('any number of workers gives the same bits, and a run goes on from a checkpoint to them', async (t) => {
  const schedule = ornsteinUhlenbeck();
  const modes = gaussianMixture([
    { weight: 0.3, mean: [-2, 1] },
    { weight: 0.7, mean: [2, 0] },
  ]);
  const start = gaussian({ signalLength: 2 }).sample(key(3), 7);
  const plane = gaussianMixture([{ weight: 1, mean: [0, 0] }]);
  const diffusions = [
    timeReversal(noisedScore(modes, schedule), schedule, { duration: 1, noise: 0.7 }),
    withNoise(interpolatedMixture(plane, modes, straightInterpolant({ noise: 1 })), 0.3),
    withoutNoise(reversedFlow(noisedScore(modes, schedule), schedule, { duration: 1 })),
  ];
  for (const diffusion of diffusions) {
    const algorithm = diffusionSteps(diffusion, heun, evenTimes(0, 1, 12));
    const bits = async (workers: number, resume?: unknown) => {
      const run = () => runAlgorithm(algorithm, start, 12, { key: key(7), resume });
      return (await withWorkers(workers, run)).state.paths;
    };
    const alone = await bits(1);
    assertSameBits(await bits(3), alone, diffusion.name);
    const checkpoints = await checkpointsOf(t, { algorithm, start, stepCount: 12 });
    assert.ok(checkpoints.length > 0);
    assertSameBits(await bits(2, checkpoints[0]), alone, `${diffusion.name}, resumed`);
  }
});

test('a rule that is not the library’s moves paths by its own steps, whatever the number of workers', async () => {
  // Half of an Euler step.
  const half: Integrator = {
    name: 'half of a step',
    volatility: () => 0,
    move({ drift }, { paths, from, to }) {
      const slopes = drift.values(paths, from).data;
      const data = paths.data.map((x, i) => x + 0.5 * (to - from) * slopes[i]);
      return ensemble(paths.pathCount, paths.shape, data);
    },
  };
  const flow = withoutNoise(interpolated.velocity);
  const slope = interpolated.velocity.values(two, 0).data;
  for (const workers of [1, 2]) {
    const { data } = await withWorkers(workers, () => diffuse(flow, two, { times: [0, 0.2], integrator: half }));
    assertClose(data, [0.5 + 0.1 * slope[0], -1 + 0.1 * slope[1]], 1e-12, `${workers} workers`);
  }
});

test('times and steps out of range are refused by name', async () => {
  const flow = withoutNoise(interpolated.velocity);
  for (const [times, got] of [
    [[0, 1, 1], '1 at 2'],
    [[0, Number.NaN], 'NaN at 1'],
    [[0], '1 of them'],
  ] as const) {
    assert.throws(() => diffusionSteps(flow, heun, times), {
      name: 'RangeError',
      message: `diffusionSteps: times expects two or more finite numbers in increasing order, got ${got}; make them by evenTimes`,
    });
  }
  assert.throws(() => evenTimes(1, 0, 3), { message: /^evenTimes: from and to expect finite numbers in order/ });
  await assert.rejects(
    withWorkers(1, () => runAlgorithm(diffusionSteps(flow, heun, [0, 1]), two, 2)),
    {
      message: /diffusionSteps: times holds 1 steps, got asked for step 2/,
    },
  );
});
