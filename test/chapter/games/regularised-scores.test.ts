import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../../lib/array/index.js';
import {
  learnedPotential,
  regularisedScores,
  ringNoising,
  ringOfFive,
  ringTimes,
  scoreBatch,
  scoreModes,
  scoreNetwork,
  scoreQuadrature,
  scoreTurn,
  startOfScore,
} from '../../../lib/chapter/games/index.js';
import { adam, drawnParameters, trainNetworks } from '../../../lib/neural/index.js';
import { foldIn, key, split } from '../../../lib/random/index.js';
import {
  gradientField,
  noisedMixture,
  noisedPotential,
  noisingResidual,
  type TimePotential,
} from '../../../lib/transport/index.js';
import { assertClose } from '../../closeness.js';
import { computedData } from '../computed.js';

test('a learned potential has the derivatives in point and time that differences give', () => {
  const network = scoreNetwork(6);
  const potential = learnedPotential({ width: 6 }, drawnParameters(network, key(1)));
  const at = (x: number, y: number, t: number): number => potential.at(ensembleOf([[x, y]]), t).values[0];
  const [x, y, t, h] = [0.4, -1.1, 0.3, 1e-4];
  const { gradient, laplacian, timeSlopes } = potential.at(ensembleOf([[x, y]]), t);
  const slope = (above: number, below: number): number => (above - below) / (2 * h);
  assertClose(
    gradient.data,
    [slope(at(x + h, y, t), at(x - h, y, t)), slope(at(x, y + h, t), at(x, y - h, t))],
    1e-7,
    'gradient',
  );
  assertClose(timeSlopes, [slope(at(x, y, t + h), at(x, y, t - h))], 1e-6, 'time');
  const around = at(x + h, y, t) + at(x - h, y, t) + at(x, y + h, t) + at(x, y - h, t);
  assertClose(laplacian, [(around - 4 * at(x, y, t)) / (h * h)], 1e-5, 'Laplacian');
});

test('the loss of a turn is that of the potential in double precision, with and without the equation', async () => {
  const network = scoreNetwork(6);
  const potential = drawnParameters(network, key(2));
  const points = ringOfFive().sample(key(3), 20);
  const own = foldIn(foldIn(key(4), 0), 0);
  const { paths, noise, times, ends } = scoreBatch(points, { batchSize: 16, key: own });
  const u = learnedPotential({ width: 6 }, potential);
  let [denoising, residual] = [0, 0];
  times.forEach((t, n) => {
    const one = ensembleOf([paths.path(n)]);
    const slope = u.at(one, t).gradient.data;
    const variance = 1 - Math.exp(-2 * t);
    const [z, w] = noise.path(n);
    denoising += ((Math.sqrt(variance) * slope[0] + z) ** 2 + (Math.sqrt(variance) * slope[1] + w) ** 2) / 16;
    residual += (variance * noisingResidual(u, ringNoising, { paths: one, t })[0] ** 2) / 16;
  });
  const atEnd = u.at(ends, ringTimes.last).gradient.data;
  const end = ends.data.reduce((sum, y, i) => sum + (atEnd[i] + y) ** 2 / ends.pathCount, 0);
  for (const residualWeight of [0, 0.7]) {
    const turn = scoreTurn(network, { points, batchSize: 16, residualWeight, optimiser: adam({ rate: 1e-3 }) });
    const { losses } = await trainNetworks([turn], { potential }, { stepCount: 1, key: key(4) });
    const expected = denoising + residualWeight * (residual + end);
    assertClose(losses.row(0), [expected], 2e-5 * expected, `λ = ${residualWeight}`);
  }
});

test('quadrature finds no error in the exact potential, and in one that is wrong the error of its gradient', () => {
  const quadrature = scoreQuadrature();
  const exact = noisedPotential(ringOfFive(), ringNoising);
  const right = quadrature.measures(exact);
  assertClose([right.error, right.residual], [0, 0], 1e-9);
  assertClose(right.potentialDivergence, 0, 1e-6);
  // From N(0, I) at e^{−t} = 0.22 hardly anything is lost.
  const lost = quadrature.flowDivergence(exact);
  assert.ok(lost > 0 && lost < 1e-4, `${lost}`);
  const { divergence, masses } = quadrature.flowLaw(exact);
  assert.equal(divergence, lost);
  assertClose(masses, [0.2, 0.2, 0.2, 0.2, 0.2], 2e-3, 'masses');
  // A shift of the gradient by (½, 0): e^{x/2} ρ has its mean shifted, and the mean of σ² over the times is known.
  const tilted: TimePotential = {
    ...exact,
    at(paths, t) {
      const found = exact.at(paths, t);
      return {
        ...found,
        values: found.values.map((value, n) => value + 0.5 * paths.path(n)[0]),
        gradient: ensembleOf(
          Array.from({ length: paths.pathCount }, (_, n) => [
            found.gradient.path(n)[0] + 0.5,
            found.gradient.path(n)[1],
          ]),
        ),
      };
    },
  };
  const { error, potentialDivergence } = quadrature.measures(tilted);
  const { first, last } = ringTimes;
  const times = Array.from({ length: 8 }, (_, k) => first * (last / first) ** ((k + 0.5) / 8));
  assertClose(
    error,
    times.reduce((sum, t) => sum + (1 - Math.exp(-2 * t)) / 32, 0),
    1e-6,
    'error',
  );
  // ln E e^{x/2} of the noised ring, whose mean is 0: Gaussians at m of variance v give e^{m/2 + v/8}.
  const noised = noisedMixture(ringOfFive(), ringNoising, first).components;
  const moment = noised.reduce(
    (sum, { weight, mean, deviation }) => sum + weight * Math.exp(mean[0] / 2 + deviation ** 2 / 8),
    0,
  );
  assertClose(potentialDivergence, Math.log(moment), 1e-6, 'divergence');
});

test('short trainings learn, pairs share data and start, and the equation lowers its residual', async (t) => {
  const data = await computedData(
    t,
    regularisedScores({
      residualWeights: [0, 1],
      trainingCount: 1,
      width: 16,
      batchSize: 64,
      rate: 0.01,
      stepCount: 150,
      snapshotSteps: [0, 150],
    }),
  );
  const [without, withEquation] = data.trainings;
  assert.equal(without.errors[0], withEquation.errors[0]);
  assert.ok(without.errors[1] < 0.85 * without.errors[0], `${without.errors}`);
  assert.ok(withEquation.residuals[1] < 0.5 * without.residuals[1], `${withEquation.residuals} ${without.residuals}`);
  assert.ok(without.flowDivergence > data.exactFlowDivergence);
});

test('a training measured with its modes is the same training, from the same points', async (t) => {
  const small = { residualWeights: [0.5], trainingCount: 1, width: 6, batchSize: 16, stepCount: 4 };
  const own = { ...small, pointCount: 12 };
  const [withCourse] = (await computedData(t, regularisedScores({ ...own, snapshotSteps: [2, 4] }))).trainings;
  const [withModes] = (await computedData(t, scoreModes({ ...own, firstTraining: 0 }))).trainings;
  assert.equal(withModes.error, withCourse.errors[1]);
  assert.equal(withModes.residual, withCourse.residuals[1]);
  assert.equal(withModes.flowDivergence, withCourse.flowDivergence);
  const points = ringOfFive().sample(split(foldIn(key(7), 0), 3)[0], 12);
  const modeOf = ([x, y]: readonly number[]): number => (Math.round((5 * Math.atan2(y, x)) / (2 * Math.PI)) + 5) % 5;
  const counts = [0, 0, 0, 0, 0];
  for (let n = 0; n < 12; n++) counts[modeOf(Array.from(points.path(n)))]++;
  assertClose(
    withModes.pointShares,
    counts.map((count) => count / 12),
    1e-14,
  );
  // The flow of a start that has learned little is broad: what lies far from all modes is missing from the sum.
  const total = withModes.flowMasses.reduce((sum, mass) => sum + mass, 0);
  assert.ok(total > 0.5 && total < 1, `${total}`);
});

test('the start is nearly that of N(0, I)', () => {
  const network = scoreNetwork(48);
  const { gradient } = learnedPotential({ width: 48 }, startOfScore(network, key(5))).at(ensembleOf([[1, -2]]), 0.5);
  assertClose(gradient.data, [-1, 2], 0.02);
  // A gradient field of a learned potential is one of the two numbers of a point.
  assert.deepEqual(gradientField(learnedPotential({ width: 48 }, startOfScore(network, key(5)))).shape, [2]);
});
