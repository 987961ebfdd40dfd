import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, vector } from '../../lib/array/index.js';
import { gaussianMixture } from '../../lib/model/index.js';
import {
  gradientField,
  growingNoise,
  noisedMixture,
  noisedPotential,
  noisingResidual,
  ornsteinUhlenbeck,
  type TimePotential,
} from '../../lib/transport/index.js';
import { assertClose } from '../closeness.js';

const law = gaussianMixture([
  { weight: 0.3, mean: [-2, 0.5], deviation: 0.5 },
  { weight: 0.7, mean: [2, -1], deviation: 0.8 },
]);
const points = [
  [0.3, -0.2],
  [-1.7, 0.9],
  [3.5, -2.5],
];

for (const schedule of [ornsteinUhlenbeck(), growingNoise()]) {
  test(`${schedule.name}: the log-density of a noised mixture has the derivatives that differences give`, () => {
    const potential = noisedPotential(law, schedule);
    const u = ([x, y]: number[], t: number): number =>
      noisedMixture(law, schedule, t).logDensity(ensembleOf([[x, y]]))[0];
    const h = 1e-4;
    for (const t of [0.05, 0.4, 1]) {
      const { values, gradient, laplacian, timeSlopes } = potential.at(ensembleOf(points), t);
      points.forEach(([x, y], n) => {
        const ahead = [u([x + h, y], t), u([x, y + h], t), u([x, y], t + h)];
        const behind = [u([x - h, y], t), u([x, y - h], t), u([x, y], t - h)];
        const slopes = ahead.map((value, i) => (value - behind[i]) / (2 * h));
        assertClose(values[n], u([x, y], t), 1e-13, 'value');
        assertClose(gradient.path(n), slopes.slice(0, 2), 3e-6, 'gradient');
        assertClose(timeSlopes[n], slopes[2], 3e-5, 'time');
        const second = ahead[0] + ahead[1] + behind[0] + behind[1] - 4 * values[n];
        assertClose(laplacian[n], second / (h * h), 1e-5, 'Laplacian');
      });
    }
  });

  test(`${schedule.name}: the log-density of a noised mixture solves the Hamilton–Jacobi equation, near t = 0 too`, () => {
    for (const t of [0, 0.01, 0.5, 3]) {
      const residual = noisingResidual(noisedPotential(law, schedule), schedule, { paths: ensembleOf(points), t });
      assertClose(residual, [0, 0, 0], 1e-11, `t = ${t}`);
    }
  });
}

/** u = −x²/8 at every time: ln of N(0, 4), but for a constant. */
const resting: TimePotential = {
  ...{ name: 'resting', shape: [1], identity: 'resting' },
  at: (paths) => ({
    values: paths.data.map((x) => (-x * x) / 8),
    gradient: ensembleOf(Array.from(paths.data, (x) => [-x / 4])),
    laplacian: vector(paths.pathCount).fill(-1 / 4),
    timeSlopes: vector(paths.pathCount),
  }),
};

test('a potential that does not move misses the equation by what stands in it: f = −1, g² = 2', () => {
  const paths = ensembleOf([[0], [2]]);
  const residual = noisingResidual(resting, ornsteinUhlenbeck(), { paths, t: 1 });
  // ½g²(Δu + |∇u|²) − f x·∇u − d f = −¼ + x²/16 − x²/4 + 1: ¾ at 0, 0 at 2.
  assertClose(residual, [-3 / 8, 0], 1e-14);
});

test('a gradient field has the Laplacian for its divergence, and gives numbers of the caller’s own', () => {
  let count = 0;
  const field = gradientField({
    ...resting,
    at(paths, t) {
      count++;
      return resting.at(paths, t);
    },
  });
  const paths = ensembleOf([[4]]);
  field.values(paths, 1).data[0] = 7;
  assertClose(field.values(paths, 1).data, [-1], 0);
  assertClose(field.divergence(paths, 1), [-1 / 4], 0);
  assert.equal(count, 1);
  field.divergence(paths, 2);
  assert.equal(count, 2);
});

test('wrong arguments are one clear error', () => {
  const paths = ensembleOf([[1, 2]]);
  assert.throws(
    () => noisingResidual(resting, ornsteinUhlenbeck(), { paths, t: 1 }),
    /^RangeError: noisingResidual: paths expects shape \[1\], got \[2\]; take paths of the potential$/,
  );
  assert.throws(
    () => noisingResidual(resting, { ...ornsteinUhlenbeck(), volatility: () => 0 }, { paths: ensembleOf([[1]]), t: 1 }),
    /^RangeError: noisingResidual: volatility expects a positive finite number, got 0/,
  );
  assert.throws(
    () => noisedPotential(law, ornsteinUhlenbeck()).at(paths, -1),
    /t expects a finite number from 0, got -1/,
  );
});
