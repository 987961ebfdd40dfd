import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matrixOf, vector, vectorOf } from '../../lib/array/index.js';
import {
  gridDivergence,
  gridLaw,
  langevinStep,
  leftMass,
  lineGrid,
  meanSquaredJump,
  metropolisChain,
  movedLaw,
  normalMove,
  reversibleGap,
  spectralGap,
  stationaryLaw,
  totalVariation,
  unadjustedChain,
  walkMove,
} from '../../lib/grid/index.js';
import { assertClose } from '../closeness.js';

/** Two wells, the left one deeper. */
const potential = (x: number): number => 2 * (x * x - 1) ** 2 + x / 2;
const slope = (x: number): number => 8 * x * (x * x - 1) + 0.5;
const grid = lineGrid({ from: -2.4, to: 2.3, count: 236 });
const target = gridLaw(grid, grid.points.map(potential)).masses;

test('every Metropolised chain keeps its target: the vector that its whole matrix keeps differs by less than 1e-12', () => {
  const moves = [0.05, 0.3, 1.2, 5].map(walkMove);
  moves.push(...[0.01, 0.05, 0.1, 0.2].map((step) => langevinStep(slope, step)));
  moves.push(normalMove((x) => -x, 0.7));
  for (const move of moves) {
    const { transition } = metropolisChain(grid, target, move);
    const distance = totalVariation(stationaryLaw(transition), target);
    assert.ok(distance < 1e-12, `${distance}`);
    assert.ok(totalVariation(movedLaw(transition, target), target) < 1e-14);
  }
});

test('with x − h U(x) in the ratio, as (4.21) of the guide prints it in version 1, the adjusted chain keeps another law', () => {
  const printed = normalMove((x) => x - 0.1 * potential(x), Math.sqrt(0.2));
  const { transition } = metropolisChain(grid, target, langevinStep(slope, 0.1), { ratio: printed });
  const law = stationaryLaw(transition);
  assert.ok(totalVariation(law, target) > 0.1, `${totalVariation(law, target)}, left ${leftMass(grid, law, 0)}`);
});

test('Langevin without adjustment keeps a wider law: on a Gaussian of variance v it has variance v/(1 − h/(2v))', () => {
  const [variance, stepSize] = [0.5, 0.2];
  const line = lineGrid({ from: -7, to: 7, count: 281 });
  const law = stationaryLaw(
    unadjustedChain(
      line,
      langevinStep((x) => x / variance, stepSize),
    ),
  );
  const second = law.reduce((sum, mass, i) => sum + mass * line.points[i] ** 2, 0);
  assertClose(second, variance / (1 - stepSize / (2 * variance)), 1e-12);
  const ratio = 1 / (1 - stepSize / (2 * variance));
  const exact = gridLaw(
    line,
    line.points.map((x) => x ** 2 / (2 * variance)),
  ).masses;
  assertClose(gridDivergence(law, exact), 0.5 * (ratio - 1 - Math.log(ratio)), 1e-12);
});

test('the gap of Langevin steps on a Gaussian is h/v, and the squared jump 2h + h² E U′²', () => {
  const [variance, stepSize] = [0.5, 0.2];
  const line = lineGrid({ from: -7, to: 7, count: 281 });
  const transition = unadjustedChain(
    line,
    langevinStep((x) => x / variance, stepSize),
  );
  const law = stationaryLaw(transition);
  assertClose(spectralGap(transition, law), stepSize / variance, 1e-10);
  const second = variance / (1 - stepSize / (2 * variance));
  const jump = 2 * stepSize + (stepSize / variance) ** 2 * second;
  assertClose(meanSquaredJump(line, transition, law), jump, 1e-12);
});

test('chains of two and three states have the laws and gaps of paper and pencil', () => {
  const two = matrixOf([
    [0.9, 0.1],
    [0.3, 0.7],
  ]);
  assertClose(stationaryLaw(two), [0.75, 0.25], 1e-15);
  assertClose(
    [reversibleGap(two, vectorOf([0.75, 0.25])), spectralGap(two, vectorOf([0.75, 0.25]))],
    [0.4, 0.4],
    1e-12,
  );
  // A biased ring: eigenvalues .8 ω + .2 ω² with ω a third root of unity have the modulus √.52.
  const ring = matrixOf([
    [0, 0.8, 0.2],
    [0.2, 0, 0.8],
    [0.8, 0.2, 0],
  ]);
  const uniform = vector(3).fill(1 / 3);
  assertClose(stationaryLaw(ring), uniform, 1e-15);
  assertClose(spectralGap(ring, uniform), 1 - Math.sqrt(0.52), 1e-12);
  // Two states that swap at every step: λ₂ = −1, gap 2.
  const swap = matrixOf([
    [0, 1],
    [1, 0],
  ]);
  assertClose(reversibleGap(swap, vectorOf([0.5, 0.5])), 2, 1e-11);
});

test('a law is reached from far: rare states keep their digits', () => {
  // A walk that steps up with probability 1e-9 and down else: masses fall by 1e-9/(1 − 1e-9) per state.
  const up = 1e-9;
  const chain = matrixOf([
    [1 - up, up, 0, 0],
    [1 - up, 0, up, 0],
    [0, 1 - up, 0, up],
    [0, 0, 1 - up, up],
  ]);
  const law = stationaryLaw(chain);
  for (let i = 1; i < 4; i++) assert.ok(Math.abs((law[i] / law[i - 1]) * (1 / up - 1) - 1) < 1e-14);
});

test('chains that split, grids too coarse for a proposal, lengths that differ and wrong steps are refused', () => {
  const split = matrixOf([
    [1, 0],
    [0, 1],
  ]);
  assert.throws(() => stationaryLaw(split), /reaches every point from every other, got none from point 1/);
  assert.throws(() => stationaryLaw(matrixOf([[1, 0]])), /square matrix, got 1 x 2/);
  assert.throws(() => metropolisChain(grid, vector(3), walkMove(1)), /target expects 236 masses, one per point, got 3/);
  assert.throws(() => metropolisChain(grid, target, walkMove(0.005)), /density that the grid resolves, got a sum of/);
  assert.throws(
    () =>
      unadjustedChain(
        grid,
        normalMove(() => Infinity, 1),
      ),
    /a density above 0 on the grid, got none/,
  );
  assert.throws(() => movedLaw(split, vector(3)), /law expects 2 masses, one per row, got 3/);
  assert.throws(() => meanSquaredJump(grid, split, target), /meanSquaredJump: transition expects 55696 numbers, got 4/);
  assert.throws(() => reversibleGap(split, vector(3)), /reversibleGap: law expects 2 numbers, got 3/);
  assert.throws(() => spectralGap(split, vector(3)), /spectralGap: law expects 2 numbers, got 3/);
  assert.throws(() => langevinStep(slope, -1), /stepSize expects a positive finite number, got -1/);
  assert.throws(() => walkMove(0), /deviation expects a positive finite number, got 0/);
  assert.throws(() => reversibleGap(split, vectorOf([1, 0])), /positive masses, got 0 at point 1/);
});
