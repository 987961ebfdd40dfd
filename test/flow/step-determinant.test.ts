import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ensemble, ensembleOf } from '../../lib/array/index.js';
import { autocovariance, type Energy, squaredNorm, stylized } from '../../lib/energy/index.js';
import {
  bandedJacobian,
  compiledJacobian,
  denseJacobian,
  exactJacobian,
  type Flow,
  initialize,
  meanFieldDescent,
  positive,
  regularDescent,
  step,
  stepDeterminant,
} from '../../lib/flow/index.js';
import { assertClose, assertSameBits, flat } from '../closeness.js';
import { noise } from '../energy/derivatives.js';
import { fixture } from '../support.js';
import { bruteForce } from './brute-force.js';
import { quartic } from './quartic.js';
import { flowReferences, referenceFlows } from './reference-flows.js';

/** The same by the library; `regular` ensembles of one path multiply to the whole. */
function byLemma(flow: Flow, paths: Ensemble): { logAbs: number; sign: number } {
  const { logAbs, sign } = stepDeterminant(flow, initialize(flow, paths));
  return {
    logAbs: logAbs.reduce((sum, value) => sum + value, 0),
    sign: sign.reduce((product, value) => product * value, 1),
  };
}

const [pathCount, signalLength] = [3, 6];
const smallEnergies: Energy[] = [
  autocovariance({ signalLength }),
  autocovariance({ signalLength, firstSquare: 2 }),
  stylized({ signalLength, squareLags: 2 }),
  stylized({ signalLength, squareLags: 5 }),
  squaredNorm({ signalLength }),
  quartic(signalLength),
];

for (const [index, energy] of smallEnergies.entries()) {
  const target = Array.from({ length: energy.componentCount }, (_, k) =>
    energy.name === 'squared norm' ? 5 : k === 0 ? 0.9 : 0.4,
  );
  test(`${energy.name} (${index}): the determinant lemma gives the determinant of the whole coupled ensemble, sign included`, () => {
    const signs = new Set<number>();
    for (let seed = 0; seed < 12; seed++) {
      const paths = noise(100 * index + seed, pathCount, signalLength);
      // From small steps to ones that fold space, whose determinants have either sign.
      for (const stepSize of [0.02, 0.4, 3]) {
        for (const descent of [regularDescent, meanFieldDescent]) {
          const flow = descent(energy, target, { stepSize });
          const got = byLemma(flow, paths);
          const expected = bruteForce(flow, paths);
          signs.add(got.sign);
          assert.equal(got.sign, expected.sign, `seed ${seed}, step size ${stepSize}`);
          // Differences lose half of the digits, and more where the determinant nearly vanishes.
          assertClose(got.logAbs, expected.logAbs, 1e-5, `seed ${seed}, step size ${stepSize}`);
        }
      }
    }
    assert.equal(signs.size, 2, 'determinants of both signs occur');
  });

  test(`${energy.name} (${index}): with values that stay positive, the determinant is that of the values that move`, () => {
    let stayed = 0;
    for (let seed = 0; seed < 10; seed++) {
      const paths = noise(500 + 100 * index + seed, pathCount, signalLength);
      paths.data.forEach((value, i) => {
        paths.data[i] = Math.abs(value) + 0.05;
      });
      const flow = meanFieldDescent(energy, target, { stepSize: seed % 2 === 0 ? 2 : 12, constraint: positive });
      const next = step(flow, initialize(flow, paths)).state.paths.data;
      stayed += next.filter((value, i) => value === paths.data[i]).length;
      const expected = bruteForce(flow, paths);
      const got = byLemma(flow, paths);
      assert.equal(got.sign, expected.sign);
      assertClose(got.logAbs, expected.logAbs, 1e-5);
    }
    assert.ok(stayed > 0, 'no value ever stayed');
  });
}

for (const name of flowReferences) {
  test(`log-determinants, signs and their two parts agree with automatic differentiation: ${name}`, () => {
    const reference = fixture(name);
    const { input, expected, tolerance } = reference;
    const close = (got: ArrayLike<number> | number, value: unknown, what: string): void => {
      const { abs, rel } = tolerance.logabsdet;
      assertClose(got, flat(value), abs + rel * Math.max(...flat(value).map(Math.abs)), what);
    };
    const { mgdm, mf } = referenceFlows(reference);
    const regular = stepDeterminant(mgdm, initialize(mgdm, ensembleOf(input.x)));
    close(regular.logAbs, expected.mgdm.logabsdet, 'regular');
    assert.deepEqual([...regular.sign], flat(expected.mgdm.sign));
    const coupled = stepDeterminant(mf, initialize(mf, ensembleOf(input.x)));
    close(coupled.logAbs, flat(expected.mf.logabsdet), 'mean field');
    assert.deepEqual([...coupled.sign], flat(expected.mf.sign));
    close(coupled.transport, flat(expected.mf.logabsdet_blocks), 'blocks');
    close(coupled.collapse, flat(expected.mf.logabsdet_lowrank), 'low rank');
  });
}

for (const energy of [
  autocovariance({ signalLength: 50 }),
  stylized({ signalLength: 50, squareLags: 7 }),
  stylized({ signalLength: 50 }),
]) {
  const { componentCount, name } = energy;
  const target = Array.from({ length: componentCount }, (_, k) => (k === 1 ? 0.2 : 1.4));
  const methods = energy.accelerators?.jacobians
    ? { bandedJacobian, compiledJacobian, exactJacobian }
    : { bandedJacobian, exactJacobian };

  for (const [label, method] of Object.entries(methods)) {
    test(`${name}, ${componentCount} components: ${label} agrees with the dense factorisation, at small and at folding steps`, () => {
      for (const stepSize of [0.5, 5, 80]) {
        for (const constraint of [undefined, positive]) {
          const paths = noise(7, 6, 50);
          if (constraint)
            paths.data.forEach((value, i) => {
              paths.data[i] = Math.abs(value);
            });
          const flow = meanFieldDescent(energy, target, { stepSize, ensembleSize: 3, constraint });
          const state = initialize(flow, paths);
          const dense = stepDeterminant(flow, state, denseJacobian);
          const got = stepDeterminant(flow, state, method);
          assertClose(got.transport, dense.transport, 1e-9, 'transport');
          assertClose(got.collapse, dense.collapse, 1e-9, 'collapse');
          assertClose(got.logAbs, dense.logAbs, 1e-9, 'log-determinant');
          assertSameBits(got.sign, dense.sign, 'sign');
        }
      }
    });
  }
}

test('transport and collapse add up to the log-determinant of each ensemble', () => {
  const energy = stylized({ signalLength: 30 });
  const flow = meanFieldDescent(energy, new Array(22).fill(0.8), { stepSize: 3, ensembleSize: 4 });
  const { logAbs, transport, collapse } = stepDeterminant(flow, initialize(flow, noise(3, 12, 30)));
  for (let e = 0; e < 3; e++) {
    assertClose(
      logAbs[e],
      collapse[e] + transport.subarray(4 * e, 4 * e + 4).reduce((sum, value) => sum + value, 0),
      1e-12,
    );
  }
});

test('for Φ = ‖x‖² the blocks are (1 − 2cΔ)ᵈ and the low-rank factor 1 − 4cΦ̄/(1 − 2cΔ), as by hand', () => {
  const [d, count, alpha] = [9, 5, 20];
  const flow = meanFieldDescent(squaredNorm({ signalLength: d }), [alpha], { stepSize: 2 });
  const paths = noise(4, count, d);
  const mean = paths.data.reduce((sum, value) => sum + value * value, 0) / count;
  const c = 2 / alpha ** 2;
  const shrink = 1 - 2 * c * (mean - alpha);
  const { transport, collapse } = stepDeterminant(flow, initialize(flow, paths));
  assertClose(transport, new Array(count).fill(d * Math.log(shrink)), 1e-12);
  assertClose(collapse, [Math.log(1 - (4 * c * mean) / shrink)], 1e-12);
});

test('relabelling the paths of an ensemble keeps its determinant', () => {
  const flow = meanFieldDescent(stylized({ signalLength: 30 }), new Array(22).fill(0.8), { stepSize: 3 });
  const paths = noise(5, 6, 30);
  const relabelled = ensembleOf([3, 0, 5, 1, 4, 2].map((n) => paths.path(n)));
  const [a, b] = [paths, relabelled].map((x) => stepDeterminant(flow, initialize(flow, x)));
  assertClose(b.logAbs, a.logAbs, 1e-11);
});

test('methods that an energy has no structure for are refused with the one to use instead', () => {
  const flow = regularDescent(quartic(6), [0.2, 0.4], { stepSize: 1 });
  assert.throws(
    () => bandedJacobian(flow),
    /^TypeError: bandedJacobian: energy expects a banded weighted Hessian, got quartic; use denseJacobian/,
  );
  assert.throws(
    () => compiledJacobian(flow),
    /^TypeError: compiledJacobian: energy expects a compiled kernel, got quartic; use exactJacobian/,
  );
});
