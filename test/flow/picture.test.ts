import assert from 'node:assert/strict';
import { test } from 'node:test';

import { runAlgorithm } from '../../lib/algorithm/index.js';
import {
  displaySymbol,
  type Ensemble,
  ensemble,
  type Matrix,
  matrix,
  type Vector,
  vectorOf,
} from '../../lib/array/index.js';
import { energyPotential, langevin } from '../../lib/chain/index.js';
import type { Energy, Weights } from '../../lib/energy/index.js';
import {
  descend,
  descentAlgorithm,
  initialize,
  meanFieldDescent,
  step,
  stepDeterminant,
} from '../../lib/flow/index.js';
import { factoriseDense } from '../../lib/linear-algebra/index.js';
import { draws, key } from '../../lib/random/index.js';
import { assertSameBits } from '../closeness.js';

const shape = [3, 4] as const;
const [height, width] = shape;

/** Values of a picture by row and column, on a torus. */
const at = (row: number, column: number): number => ((row + height) % height) * width + ((column + width) % width);

/** ½ Σ x² / d and the products of neighbours in a row and in a column, over d: an energy of pictures. */
const neighbours: Energy = {
  name: 'neighbours',
  signalLength: height * width,
  shape,
  componentCount: 2,
  labels: ['square', 'neighbours'],
  values: (pictures) => {
    check(pictures);
    const result = matrix(pictures.pathCount, 2);
    for (let n = 0; n < pictures.pathCount; n++) {
      const x = pictures.path(n);
      result.row(n)[0] = x.reduce((sum, value) => sum + value * value, 0) / 2 / x.length;
      result.row(n)[1] = product(x, x) / x.length / 2;
    }
    return result;
  },
  pullback: (pictures, weights) => forEach(pictures, weights, pictures),
  hessianProduct: (pictures, weights, directions) => forEach(pictures, weights, directions),
  [displaySymbol]: () => ({}),
};

function check(pictures: Ensemble): void {
  assert.deepEqual(pictures.shape, shape);
}

/** Σ over a picture of x times the sum of y's four neighbours. */
function product(x: Vector, y: Vector): number {
  return spread(y).reduce((sum, value, i) => sum + value * x[i], 0);
}

function spread(y: Vector): Vector {
  const sums = vectorOf(y);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      sums[at(r, c)] = y[at(r - 1, c)] + y[at(r + 1, c)] + y[at(r, c - 1)] + y[at(r, c + 1)];
    }
  }
  return sums;
}

/** Both derivatives of a quadratic energy are the same linear map. */
function forEach(pictures: Ensemble, weights: Weights, of: Ensemble): Ensemble {
  check(pictures);
  check(of);
  const result = ensemble(pictures.pathCount, shape);
  for (let n = 0; n < pictures.pathCount; n++) {
    const [first, second] = 'row' in weights ? (weights as Matrix).row(n) : weights;
    const y = of.path(n);
    const sums = spread(y);
    for (let i = 0; i < y.length; i++) result.path(n)[i] = (first * y[i] + second * sums[i]) / y.length;
  }
  return result;
}

function pictures(count: number): Ensemble {
  const { normal } = draws(key(4));
  return ensemble(count, shape, vectorOf(Array.from({ length: count * height * width }, normal)));
}

const flow = meanFieldDescent(neighbours, [0.4, 0.3], { stepSize: 0.5, ensembleSize: 6 });

test('a descent of pictures keeps their shape and moves as the loop over single steps', async () => {
  const start = pictures(6);
  const { paths } = await descend(flow, start, 5);
  assert.deepEqual(paths.shape, shape);
  let state = initialize(flow, start);
  for (let t = 0; t < 5; t++) state = step(flow, state).state;
  assertSameBits(state.paths.data, paths.data);
});

test('the determinant of a step of pictures is that of its Jacobian by differences', () => {
  const state = initialize(flow, pictures(6));
  const d = state.paths.data.length;
  const moved = (data: Vector): Vector => step(flow, initialize(flow, ensemble(6, shape, data))).state.paths.data;
  const jacobian = matrix(d, d);
  for (let j = 0; j < d; j++) {
    const [above, below] = [1e-5, -1e-5].map((by) => {
      const shifted = state.paths.data.slice();
      shifted[j] += by;
      return moved(shifted);
    });
    for (let i = 0; i < d; i++) jacobian.row(i)[j] = (above[i] - below[i]) / 2e-5;
  }
  const { logAbs } = factoriseDense(jacobian).logDeterminant;
  assert.ok(Math.abs(stepDeterminant(flow, state).logAbs[0] - logAbs) < 1e-7);
});

test('a chain of pictures keeps their shape, and pictures turned on their side are refused', async () => {
  const chain = langevin(energyPotential(neighbours, [12, -1]), { stepSize: 0.01 });
  const start = pictures(3);
  const { state } = await runAlgorithm(chain, start, 4);
  assert.equal(state.paths.length, start.data.length);
  const turned = ensemble(6, [width, height]);
  await assert.rejects(runAlgorithm(chain, turned, 4), { message: 'Langevin: paths expect shape 3 × 4, got 4 × 3' });
  await assert.rejects(runAlgorithm(descentAlgorithm(flow), turned, 4), /paths expect shape 3 × 4, got 4 × 3/);
  await assert.rejects(descend(flow, turned, 4), {
    message: 'mean-field descent: energy expects shape 3 × 4, got 4 × 3',
  });
});
