import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixOf, vectorOf } from 'microcanon/array';
import { trajectories } from 'microcanon/chapter/mean-field';
import { divergenceSeries, energyCloud, entropyLoss } from 'microcanon/chapter/overfitting';
import { measured, pairsOf } from 'microcanon/figure';

const curve = (...values: number[]) => ({
  values: vectorOf(values),
  standardErrors: vectorOf(values.map((value) => value / 10)),
});

const record = {
  divergence: curve(5, 3),
  negativeEntropy: curve(-8, -6),
  logLikelihood: curve(-13, -9),
  transportLoss: curve(0, 0.5, 2),
  collapseLoss: curve(0, 1, 4),
  minimum: { stepNumber: 1, value: 3, standardError: 0.3 },
  minimumSteps: [1],
  groups: matrixOf([[5], [3]]),
  entropyGroups: matrixOf([[5], [3]]),
  pathCount: 1,
  meanEnergies: matrixOf([[0, 1]]),
  energyVariances: matrixOf([[1, 1]]),
};

test('a recorded divergence becomes a series with its parts and their standard errors', () => {
  const series = divergenceSeries('regular', record, { step: 36, divergence: 2.76 });
  assert.deepEqual(
    [...(series.divergence as Float64Array), ...(series.divergenceError as Float64Array)],
    [5, 3, 0.5, 0.3],
  );
  assert.deepEqual(
    [...(series.negativeEntropy as Float64Array), ...(series.logLikelihood as Float64Array)],
    [-8, -6, -13, -9],
  );
  assert.deepEqual(series.paper, { step: 36, divergence: 2.76 });
});

test('a recorded loss of entropy becomes what each step adds to it', () => {
  const { collapse, transport } = entropyLoss('mean-field', record);
  assert.deepEqual(
    [collapse, transport],
    [
      [1, 3],
      [0.5, 1.5],
    ],
  );
});

test('a recorded law becomes a cloud with its mean and covariance', () => {
  const law = {
    mean: vectorOf([1, 2]),
    covariance: matrixOf([
      [4, 1],
      [1, 3],
    ]),
    pathCount: 9,
    points: matrixOf([[0, 0]]),
  };
  assert.deepEqual(energyCloud('true', law), {
    role: 'true',
    mean: [1, 2],
    covariance: [
      [4, 1],
      [1, 3],
    ],
  });
});

test('energies by step become one trajectory a path', () => {
  const steps = [
    matrixOf([
      [1, 2],
      [3, 4],
    ]),
    matrixOf([
      [5, 6],
      [7, 8],
    ]),
    matrixOf([
      [9, 10],
      [11, 12],
    ]),
  ];
  assert.deepEqual(trajectories(steps), [
    [
      [1, 2],
      [5, 6],
      [9, 10],
    ],
    [
      [3, 4],
      [7, 8],
      [11, 12],
    ],
  ]);
});

test('energies with other than two components are one clear error', () => {
  assert.throws(() => pairsOf(matrixOf([[1, 2, 3]])), {
    name: 'RangeError',
    message: 'pairsOf: energies expect 2 components, got 3; choose two of them',
  });
});

test('a measured number is written to the second digit of its standard error', () => {
  assert.equal(measured(2.61351, 0.0367), '2.614 ± 0.037');
  assert.equal(measured(12.3, 4.56), '12.3 ± 4.6');
});
