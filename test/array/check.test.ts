import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrix, sharedVector, vector, vectorOf } from 'microcanon/array';
import { kinkedPath } from 'microcanon/chapter/log-determinant';
import { trajectories } from 'microcanon/chapter/mean-field';
import {
  energyLabel,
  modelLabel,
  paperBestEnergy,
  paperDescent,
  paperDivergence,
  tableOneTruth,
} from 'microcanon/chapter/synthetic';
import { leastOf } from 'microcanon/divergence';
import { autocovariance } from 'microcanon/energy';
import { regularDescent, stepBlocks } from 'microcanon/flow';
import { dot, factoriseDense, smallLogDeterminant } from 'microcanon/linear-algebra';
import { ar } from 'microcanon/model';
import { foldIn, key, normals, signs, split, studentTs } from 'microcanon/random';
import { autocorrelations, deskOfPaths, deskOfSeries, powerLaw } from 'microcanon/statistics';
import { symletBasis } from 'microcanon/wavelet';

const noIndex = (count: number): number[] => [
  -1,
  count,
  count + 1,
  0.5,
  NaN,
  Infinity,
  -Infinity,
  '0' as never,
  undefined as never,
];
const noCount = [-1, 0.5, NaN, Infinity, -Infinity, '2' as never];

/** That every call is refused by a RangeError which says what was expected and what was got. */
function refuses(calls: Readonly<Record<string, () => unknown>>): void {
  for (const [name, call] of Object.entries(calls)) {
    assert.throws(
      call,
      (error: Error) => error instanceof RangeError && / expects? .*, .*got /.test(error.message),
      name,
    );
  }
}

test('an index that points at nothing is refused, wherever one is taken', () => {
  const paths = ensemble(3, 8, normals(key(7), 24));
  const energy = autocovariance({ signalLength: 8 });
  const { operator, block } = stepBlocks(regularDescent(energy, [0.1, 1], { stepSize: 1 }), paths);
  for (const n of noIndex(3)) {
    refuses({
      [`path ${n}`]: () => paths.path(n),
      [`row ${n}`]: () => matrix(3, 2).row(n),
      [`operator ${n}`]: () => operator(n),
      [`block ${n}`]: () => block(n),
    });
  }
  for (const n of [-1, 0.5, NaN, 2 ** 32]) refuses({ [`foldIn ${n}`]: () => foldIn(key(7), n) });
  refuses({ 'a path of none': () => ensemble(0, 8).path(0) });
  assert.equal(paths.path(2).length, 8);
  assert.throws(() => paths.path(3), {
    message: 'ensemble.path: n expects a whole number from 0 to 2, got 3; the first has the number 0',
  });
});

test('a number of things that is no whole number is refused, wherever one is taken', () => {
  for (const count of noCount) {
    refuses({
      vector: () => vector(count),
      sharedVector: () => sharedVector(count),
      'paths of an ensemble': () => ensemble(count, 4),
      'length of paths': () => ensemble(4, count),
      'rows of a matrix': () => matrix(count, 4),
      'columns of a matrix': () => matrix(4, count),
      split: () => split(key(7), count),
      normals: () => normals(key(7), count),
      signs: () => signs(key(7), count),
      studentTs: () => studentTs(key(7), 5, count),
      sample: () => ar([0.1], { signalLength: 8 }).sample(key(7), count),
      'first path': () => ar([0.1], { signalLength: 8 }).sample(key(7), 2, count),
      'lag of a covariance': () => ar([0.1], { signalLength: 8 }).autocovariance(count),
      'lags of a series': () => autocorrelations(vectorOf([1, 2, 3]), count),
    });
  }
  refuses({
    'two negative numbers': () => ensemble(-2, -2, vector(4)),
    'a product that is whole': () => ensemble(2.5, 2, vector(5)),
    'rows and columns': () => matrix(-1, -4, vector(4)),
  });
});

test('arrays of other sizes are refused', () => {
  const [two, three] = [vectorOf([1, 2]), vectorOf([1, 2, 3])];
  refuses({
    normals: () => normals(key(7), 3, two),
    signs: () => signs(key(7), 3, two),
    dot: () => dot(two, three),
    'dot, shorter': () => dot(three, two),
    solve: () => factoriseDense(matrix(2, 2, vectorOf([2, 0, 0, 2]))).solve(three),
    determinant: () => smallLogDeterminant(three, 2),
    'lags as long as a series': () => autocorrelations(three, 3),
    desk: () => deskOfPaths(ensemble(4, 20), key(7)),
    'desk of nothing': () => deskOfPaths(ensemble(0, 64), key(7)),
    'desk of one block': () => deskOfSeries(vector(100), 51, key(7)),
    'desk by no block': () => deskOfSeries(vector(100), 0, key(7)),
    filter: () => kinkedPath(vector(8), vector(4), 0.5),
    wavelets: () => symletBasis(32).analyse(vector(16), vector(32)),
    'an empty curve': () => leastOf({ values: vector(0), standardErrors: vector(0) }),
    'a curve of NaN': () => leastOf({ values: vectorOf([1, NaN]), standardErrors: vector(2) }),
    'no steps': () => trajectories([]),
    'steps of different sizes': () => trajectories([matrix(2, 2), matrix(3, 2)]),
    'one size': () => powerLaw([2, 2], [1, 3]),
  });
});

test('a name that a table has not is refused', () => {
  const name = 'constructor' as never;
  refuses({
    truth: () => tableOneTruth(name),
    model: () => modelLabel(name),
    energy: () => energyLabel(name),
    descent: () => paperDescent({ model: 'ar-0.1', energy: name }),
    divergence: () => paperDivergence({ model: 'ar-0.1', energy: 'autocovariance', method: name }),
    best: () => paperBestEnergy(name),
  });
});
