import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble, matrixOf } from '../../../lib/array/index.js';
import {
  canonicalRows,
  fibreOf,
  joinedDescents,
  referenceInformation,
  singleTargets,
} from '../../../lib/chapter/mean-field-limit/index.js';
import { finiteEnsembleLaw } from '../../../lib/divergence/index.js';
import { autocovariance } from '../../../lib/energy/index.js';
import { descend, singleTargetDescent } from '../../../lib/flow/index.js';
import { ar, gaussian } from '../../../lib/model/index.js';
import { key, normals } from '../../../lib/random/index.js';
import { computedData } from '../computed.js';

test('information of references is that of Gaussian energies: nothing at the start, then what the law says', async () => {
  const [signalLength, pathCount] = [256, 400];
  const energy = autocovariance({ signalLength });
  const truth = ar([0.1], { signalLength });
  const references = energy.values(truth.sample(key(1), pathCount));
  const flow = singleTargetDescent(energy, references, { stepSize: 2.5 });
  const start = gaussian({ signalLength }).sample(key(2), pathCount);
  const atStart = referenceInformation(flow, start, references, 0);
  assert.ok(Math.abs(atStart.value) < 4 * atStart.standardError + 0.01);
  const { singleTargets: law } = finiteEnsembleLaw(truth)({ target: flow.target, stepSize: 2.5, stepCount: 60 });
  const { paths } = await descend(flow, start, 60);
  const { value, standardError } = referenceInformation(flow, paths, references, 60);
  assert.ok(Math.abs(value - law.information[60]) < 4 * standardError + 0.1, `${value} against ${law.information[60]}`);
  assert.throws(
    () =>
      referenceInformation(
        flow,
        ensemble(2, signalLength),
        matrixOf([
          [0, 1],
          [0, 1],
        ]),
        1,
      ),
    /from 64 on, got 2/,
  );
});

test('information of two correlated normal numbers is −½ ln(1 − r²)', () => {
  // One value a path, Φ = x² replaced by x itself: an energy whose gradient is 1, so that P = (1 − c)ᵗ for every path.
  const count = 4000;
  const [a, b] = [normals(key(5), count), normals(key(6), count)];
  const energy = {
    componentCount: 1,
    signalLength: 1,
    values: (paths: { data: Float64Array }) => matrixOf(Array.from(paths.data, (value) => [value])),
    pullback: (paths: { pathCount: number }) => ensemble(paths.pathCount, 1, new Float64Array(paths.pathCount).fill(1)),
  };
  const references = matrixOf(Array.from(a, (value) => [value]));
  const paths = ensemble(
    count,
    1,
    a.map((value, n) => 0.75 * value + 0.25 * b[n]),
  );
  // x moved by x′ = x − ½(x − α) twice from x₀ = b: x = 0.75α + 0.25b.
  const flow = { ...singleTargetDescent(autocovariance({ signalLength: 4 }), matrixOf([[0, 1]]), { stepSize: 1 }) };
  const moved = { ...flow, energy, stepSize: 0.5, lossScale: 1 } as unknown as typeof flow;
  const { value, standardError } = referenceInformation(moved, paths, references, 2);
  const exact = 0.5 * Math.log(1 + 9);
  assert.ok(Math.abs(value - exact) < 4 * standardError, `${value} ± ${standardError} against ${exact}`);
});

test('small experiments follow the laws', async (t) => {
  const small = { signalLength: 128, stepSize: 1.25, stepCount: 60 };
  const data = await computedData(t, joinedDescents({ ...small, shares: [0.3], ensembleSize: 32, ensembleCount: 12 }));
  const law = finiteEnsembleLaw(ar([0.1], { signalLength: 128 }))({ ...small, target: data.target, ownShare: 0.3 });
  const [{ divergence }] = data.descents;
  const distance = (divergence.values[60] - law.divergence(32)[60]) / divergence.standardErrors[60];
  assert.ok(Math.abs(distance) < 4, `${distance} standard errors`);
  const single = await computedData(t, singleTargets({ ...small, pathCount: 128, stride: 20 }));
  assert.equal(single.steps.length, 4);
  assert.ok(single.averageRegular.values[3] > single.single.values[3] + 2);
});

test('the fibre has the gaps of the notes, and Table 1 its canonical rows', () => {
  const gap = (phi: number): number => fibreOf([phi]).points[2].entropyGap;
  assert.ok(
    Math.abs(gap(0.1) - 0.013) < 5e-5 && Math.abs(gap(0.5) - 12.13) < 5e-3 && Math.abs(gap(0.9) - 981.6) < 0.05,
  );
  const rows = canonicalRows();
  assert.deepEqual(
    rows.map(({ meanFieldLimit, maximumEntropy, forward, reverseOptimum, scoreMatching }) =>
      [meanFieldLimit, maximumEntropy, forward, reverseOptimum, scoreMatching!].map((value) => value.toFixed(2)),
    ),
    [
      ['0.01', '0.00', '0.00', '0.00', '0.00'],
      ['3.58', '5.19', '5.14', '5.09', '5.46'],
      ['26.54', '25.48', '24.31', '22.36', '26.19'],
    ],
  );
});
