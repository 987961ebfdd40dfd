import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, matrix, matrixOf } from '../../lib/array/index.js';
import { boltzmannFit, boltzmannLikelihood, spinLaw, spinStatistics, spinSystem } from '../../lib/lattice/index.js';
import { assertClose } from '../closeness.js';
import { allStates } from './brute-force.js';

const couplings = [
  [0, 0.6, -0.4],
  [0.6, 0, 0.3],
  [-0.4, 0.3, 0],
];
const fields = [0.2, -0.5, 0.1];
const data = ensembleOf([
  [1, 1, 1],
  [-1, 1, 1],
  [1, -1, -1],
  [-1, -1, 1],
  [1, -1, 1],
  [-1, 1, -1],
  [-1, -1, -1],
]);

test('the gradient of the likelihood is that of its values, by central differences', () => {
  const { gradient } = boltzmannLikelihood(spinSystem(matrixOf(couplings), { fields }), data);
  const by = 1e-5;
  const at = (i: number, j: number, shift: number) => {
    const moved = matrixOf(couplings);
    const h = [...fields];
    if (i === j) h[i] += shift;
    else {
      moved.row(i)[j] += shift;
      moved.row(j)[i] += shift;
    }
    return boltzmannLikelihood(spinSystem(moved, { fields: h }), data).meanLogLikelihood;
  };
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const slope = (at(i, j, by) - at(i, j, -by)) / (2 * by);
      assertClose(i === j ? gradient.fields[i] : gradient.couplings.row(i)[j], slope, 1e-9, `${i}, ${j}`);
    }
  }
});

test('data that have the law’s own shares give its couplings and fields back', () => {
  const law = spinLaw(spinSystem(matrixOf(couplings), { fields }));
  // Shares in whole numbers of a million; the fit is to the rounded law, 1e-6 away.
  const states = allStates(3, [-1, 1]);
  const counts = Array.from(law.masses, (mass) => Math.round(20_000 * mass));
  const fit = boltzmannFit(ensembleOf(states.flatMap((state, s) => new Array<number[]>(counts[s]).fill(state))));
  assertClose(fit.fields, fields, 5e-4);
  assertClose(fit.couplings.data, couplings.flat(), 5e-4);
});

test('standard errors are those of the log-odds of two free spins', () => {
  // Any law of two spins is such a machine: J = ¼ ln(n₊₊n₋₋/(n₊₋n₋₊)), whose variance is (1/16) Σ 1/n.
  const counts = [40, 25, 20, 15];
  const states = allStates(2, [-1, 1]).flatMap((state, s) => new Array<number[]>(counts[s]).fill(state));
  const { couplings: found, couplingErrors, fieldErrors } = boltzmannFit(ensembleOf(states));
  assertClose(found.row(0)[1], 0.25 * Math.log((40 * 15) / (25 * 20)), 1e-10);
  const expected = 0.25 * Math.sqrt(1 / 40 + 1 / 25 + 1 / 20 + 1 / 15);
  assertClose(couplingErrors.row(1)[0], expected, 1e-10);
  assertClose(fieldErrors, [expected, expected], 1e-10);
});

test('at the maximum means and correlations are those of the data, and other machines are less likely', () => {
  const fit = boltzmannFit(data);
  const { gradient, meanLogLikelihood } = boltzmannLikelihood(fit.system, data);
  assertClose(gradient.fields, [0, 0, 0], 1e-10);
  assertClose(gradient.couplings.data, new Array(9).fill(0), 1e-10);
  assert.equal(fit.meanLogLikelihood, meanLogLikelihood);
  const other = matrix(
    3,
    3,
    fit.couplings.data.map((coupling) => 0.9 * coupling),
  );
  assert.ok(boltzmannLikelihood(spinSystem(other, { fields: fit.fields }), data).meanLogLikelihood < meanLogLikelihood);
});

test('statistics are means over states', () => {
  const { fields: means, couplings: products } = spinStatistics(
    ensembleOf([
      [1, -1],
      [1, 1],
    ]),
  );
  assert.deepEqual(
    [Array.from(means), Array.from(products.data)],
    [
      [1, 0],
      [0, 0, 0, 0],
    ],
  );
});

test('data without a maximum are refused', () => {
  assert.throws(
    () =>
      boltzmannFit(
        ensembleOf([
          [1, 1],
          [1, -1],
        ]),
      ),
    /boltzmannFit: data expects spin 0 both as 1 and as -1/,
  );
  assert.throws(
    () =>
      boltzmannFit(
        ensembleOf([
          [1, 1],
          [-1, -1],
          [1, -1],
        ]),
      ),
    /boltzmannFit: data expects spins 1 and 0 in all four combinations/,
  );
  // All pairs take all four values, yet the states lie on a face: three spins never have an even number of ones.
  const odd = ensembleOf([
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
  ]);
  const face = ensembleOf(allStates(4, [-1, 1]).filter((s) => s[0] + s[1] + s[2] < 3 && s[0] + s[1] + s[2] > -3));
  assert.doesNotThrow(() => boltzmannFit(odd));
  assert.throws(
    () => boltzmannFit(face),
    /boltzmannFit: data expects states whose likelihood has a maximum, got one at infinity/,
  );
  assert.throws(() => boltzmannFit(ensembleOf([[1, 0]])), /spinStatistics: states expects spins 1 or -1, got 0/);
});
