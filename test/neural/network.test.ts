import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor1D } from '@tensorflow/tfjs-core/dist/tensor';
import { runAlgorithm } from '../../lib/algorithm/index.js';
import { ensemble, ensembleOf, singlePrecision, vectorOf } from '../../lib/array/index.js';
import { langevin } from '../../lib/chain/index.js';
import { loadTensorFlow } from '../../lib/energy/tensor-backend.js';
import { tensorGradients } from '../../lib/energy/tensor-derivative.js';
import {
  activationOf,
  conditioned,
  drawnParameters,
  gaussianEncoder,
  generator,
  minibatch,
  multilayer,
  multilayerOf,
  networkFunction,
  networkPotential,
  siluUnit,
  softplusUnit,
  tanhUnit,
  tensorNetwork,
  tensorOf,
  vectorField,
} from '../../lib/neural/index.js';
import { perform } from '../../lib/parallel/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose, assertWithin } from '../closeness.js';
import { laplacianOf, naiveNetwork, slopeOf } from './naive-network.js';

const inputs = ensembleOf([
  [0.3, -1.2, 0.5],
  [2.1, 0.4, -0.9],
  [-1.4, -0.2, 1.7],
]);

for (const activation of [tanhUnit, softplusUnit, siluUnit]) {
  const network = multilayer([3, 7, 5, 2], { activation, conditions: 1 });
  const parameters = drawnParameters(network, key(3));
  const naive = naiveNetwork(network, parameters);

  test(`${activation.name}: values, Jacobian and Laplacian in double precision are those of the network written out`, () => {
    const { values, slopes, laplacian } = networkFunction(network, parameters).derivatives(inputs);
    for (let n = 0; n < 3; n++) {
      const x = inputs.path(n);
      assertClose(values.path(n), naive(x), 1e-13, 'values');
      const jacobian = [0, 1].flatMap((i) => slopeOf(naive, x, i));
      assertClose(slopes.path(n), jacobian, 1e-9, 'Jacobian');
      assertClose(laplacian.path(n), laplacianOf(naive, x, 2), 1e-6, 'Laplacian');
    }
  });

  test(`${activation.name}: the pullback is the weighted gradient in all inputs, conditions too`, () => {
    const weights = ensembleOf([
      [1, -2],
      [0.5, 0.25],
      [0, 3],
    ]);
    const { values, gradient } = networkFunction(network, parameters).pullback(inputs, weights);
    for (let n = 0; n < 3; n++) {
      const [x, [first, second]] = [inputs.path(n), weights.path(n)];
      assertClose(values.path(n), naive(x), 1e-13);
      const expected = [0, 1, 2].map((i) => slopeOf(naive, x, i)).map(([a, b]) => first * a + second * b);
      assertClose(gradient.path(n), expected, 1e-9);
    }
  });

  test(`${activation.name}: second derivatives are differences of the pullback`, () => {
    const weights = ensembleOf([
      [1, -2],
      [0.5, 0.25],
      [0, 3],
    ]);
    const net = networkFunction(network, parameters);
    const hessians = net.hessians(inputs, weights);
    for (let i = 0; i < 2; i++) {
      const [above, below] = [1e-5, -1e-5].map((by) => {
        const moved = ensembleOf([0, 1, 2].map((n) => Array.from(inputs.path(n), (x, j) => (j === i ? x + by : x))));
        return net.pullback(moved, weights).gradient;
      });
      for (let n = 0; n < 3; n++) {
        for (let j = 0; j < 2; j++) {
          const difference = (above.path(n)[j] - below.path(n)[j]) / 2e-5;
          assertClose(hessians.row(n)[2 * i + j], difference, 1e-8, `path ${n}, entry ${i}, ${j}`);
        }
      }
    }
  });

  test(`${activation.name}: tensors have the same values and derivatives, in single precision`, async () => {
    const tf = await loadTensorFlow();
    const net = tensorNetwork(tf, network);
    const directions = [
      [1, 0],
      [0.5, -2],
      [-1, 1],
    ];
    tf.tidy(() => {
      const [theta, x] = [tf.tensor1d(singlePrecision(parameters)), tensorOf(tf, inputs)];
      assertClose(
        net.values(theta, x).dataSync(),
        Array.from({ length: 3 }, (_, n) => naive(inputs.path(n))).flat(),
        3e-6,
      );
      const { values, divergence } = net.field(theta, x);
      const along = net.along(theta, x, tf.tensor2d(directions));
      for (let n = 0; n < 3; n++) {
        const at = inputs.path(n);
        assertClose(values.dataSync().slice(2 * n, 2 * n + 2), naive(at), 3e-6);
        const [[a], [, b]] = [0, 1].map((i) => slopeOf(naive, at, i));
        assertClose(divergence.dataSync()[n], a + b, 1e-5, 'divergence');
        const [v, w] = directions[n];
        const line = ([t]: ArrayLike<number> & Iterable<number>): number[] =>
          naive([at[0] + t * v, at[1] + t * w, at[2]]);
        const onLine = (t: ArrayLike<number>): number[] => line([t[0]]);
        assertClose(along.slopes.dataSync().slice(2 * n, 2 * n + 2), slopeOf(onLine, [0], 0), 1e-5, 'along');
        assertClose(
          along.curvatures.dataSync().slice(2 * n, 2 * n + 2),
          laplacianOf(onLine, [0], 1),
          2e-5,
          'curvature',
        );
      }
    });
  });

  test(`${activation.name}: a potential that changes with a condition has a derivative in it beside those in the path`, async () => {
    const tf = await loadTensorFlow();
    const potential = multilayer([3, 6, 4, 1], { activation, conditions: 1 });
    const theta = drawnParameters(potential, key(5));
    const f = naiveNetwork(potential, theta);
    tf.tidy(() => {
      const found = tensorNetwork(tf, potential).evolvingPotential(
        tf.tensor1d(singlePrecision(theta)),
        tensorOf(tf, inputs),
      );
      for (let n = 0; n < 3; n++) {
        const x = inputs.path(n);
        const [first, second, rate] = [0, 1, 2].map((i) => slopeOf(f, x, i)[0]);
        assertClose(found.values.dataSync()[n], f(x)[0], 3e-6);
        assertClose(found.gradient.dataSync().slice(2 * n, 2 * n + 2), [first, second], 1e-5, 'gradient');
        assertClose(found.rates.dataSync()[n], rate, 1e-5, 'rate');
        assertClose(found.laplacian.dataSync()[n], laplacianOf(f, x, 2)[0], 3e-5, 'Laplacian');
      }
    });
  });

  test(`${activation.name}: a loss of gradient and Laplacian has the gradient in the parameters that differences give`, async () => {
    const tf = await loadTensorFlow();
    const potential = multilayer([2, 6, 4, 1], { activation });
    const start = drawnParameters(potential, key(4));
    const net = tensorNetwork(tf, potential);
    const points = [
      [0.4, -0.3],
      [-1.1, 0.8],
    ];
    // Score matching: the mean of ½‖∇f‖² + Δf.
    const loss = (theta: ArrayLike<number>): number => {
      const f = naiveNetwork(potential, theta);
      const terms = points.map((x) => {
        const square = [0, 1].reduce((sum, i) => sum + slopeOf(f, x, i)[0] ** 2, 0);
        return 0.5 * square + laplacianOf(f, x, 2)[0];
      });
      return (terms[0] + terms[1]) / 2;
    };
    let gradient = vectorOf([]);
    tf.tidy(() => {
      const [found] = tensorGradients(
        tf,
        ([theta]) => {
          const { gradient: slope, laplacian } = net.potential(theta as Tensor1D, tf.tensor2d(points));
          return slope.square().sum(1).mul(0.5).add(laplacian).mean();
        },
        [tf.tensor1d(singlePrecision(start))],
      );
      gradient = vectorOf(found.dataSync());
    });
    for (const i of [0, 5, 11, 17, 20, 36, 44, potential.parameterCount - 2]) {
      const [above, below] = [1e-3, -1e-3].map((by) => loss(start.map((value, j) => (j === i ? value + by : value))));
      assertClose(gradient[i], (above - below) / 2e-3, 2e-4, `parameter ${i}`);
    }
    // The last bias shifts the potential alone.
    assert.equal(gradient[potential.parameterCount - 1], 0);
  });
}

test('a network without a hidden layer is linear, and its potential with a deviation is a Gaussian, for chains too', async () => {
  const network = multilayer([2, 1]);
  const potential = networkPotential(network, vectorOf([1, -2, 0.3]), { deviation: 2 });
  const { values, gradient } = potential.evaluate(ensembleOf([[1, 3]]));
  assertClose(values, [1 - 6 + 0.3 + 10 / 8], 1e-13);
  assertClose(gradient.data, [1 + 1 / 4, -2 + 3 / 4], 1e-13);
  const again = perform(potential.call!);
  assertClose(again.values(ensembleOf([[1, 3]])), values, 0);
  // Means −4 and 8; 2000 chains of 40 steps forget all but (1 − h/4)⁴⁰ of their start.
  const { state } = await runAlgorithm(langevin(potential, { stepSize: 0.5 }), ensemble(2000, 2), 80, { key: key(5) });
  const first = Array.from({ length: 2000 }, (_, n) => state.paths[2 * n]);
  const mean = first.reduce((sum, value) => sum + value / 2000, 0);
  const variance = first.reduce((sum, value) => sum + (value - mean) ** 2 / 1999, 0);
  assertWithin({ value: mean, standardError: Math.sqrt(variance / 2000) }, -4, 4);
  // v/(1 − h/(2v)) with v = 4.
  assertWithin({ value: variance, standardError: variance * Math.sqrt(2 / 1999) }, 4 / (1 - 1 / 16), 4);
});

test('a vector field takes conditions, one for all or one per path, and has the trace of its Jacobian', () => {
  const network = multilayer([3, 5, 2], { conditions: 1 });
  const parameters = drawnParameters(network, key(6));
  const field = vectorField(network, parameters);
  const naive = naiveNetwork(network, parameters);
  const paths = ensembleOf([
    [0.2, 0.7],
    [-1, 2],
  ]);
  assertClose(field.values(paths, 0.4).path(1), naive([-1, 2, 0.4]), 1e-13);
  assertClose(field.values(paths, vectorOf([0.1, 0.9])).path(1), naive([-1, 2, 0.9]), 1e-13);
  const [a, b] = [slopeOf(naive, [-1, 2, 0.4], 0)[0], slopeOf(naive, [-1, 2, 0.4], 1)[1]];
  assertClose(field.divergence(paths, 0.4)[1], a + b, 1e-9);
});

test('a generator draws path n from the key and n, and an encoder gives means and deviations', () => {
  const network = multilayer([2, 4, 3]);
  const parameters = drawnParameters(network, key(7));
  const made = generator(network, parameters);
  const all = made.sample(key(8), 5);
  assertClose(made.sample(key(8), 2, 3).data, all.data.subarray(9), 0);
  assert.equal(all.signalLength, 3);
  const encoder = gaussianEncoder(multilayer([1, 4]), vectorOf([1, 2, 0, 1, 0.5, 0, 0, 0]));
  const { means, deviations } = encoder.laws(ensembleOf([[3]]));
  assertClose(means.data, [3.5, 6], 1e-13);
  assertClose(deviations.data, [1, Math.exp(3)], 1e-12);
});

test('drawn parameters have variance 1/inputs, and a minibatch draws paths of the ensemble', () => {
  const network = multilayer([50, 400]);
  const parameters = drawnParameters(network, key(9));
  const square = parameters.reduce((sum, value) => sum + value * value, 0) / parameters.length;
  assertWithin({ value: square, standardError: Math.SQRT2 / 50 / Math.sqrt(parameters.length) }, 1 / 50, 4);
  const paths = ensemble(3, 1, vectorOf([1, 2, 3]));
  const counts = [1, 2, 3].map((value) => minibatch(paths, key(10), 3000).data.filter((x) => x === value).length);
  for (const count of counts) assertWithin({ value: count, standardError: Math.sqrt((3000 * 2) / 9) }, 1000, 4);
});

test('networks come back from their recipes, and wrong arguments are one clear error', () => {
  const network = multilayer([3, 4, 1], { activation: siluUnit, conditions: 1 });
  const again = multilayerOf(JSON.parse(JSON.stringify(network.recipe)));
  assert.deepEqual(again, network);
  const theta = normals(key(1), network.parameterCount);
  assert.throws(
    () => multilayer([2]),
    /^RangeError: multilayer: widths expects those of inputs and outputs at least, got \[2\]/,
  );
  assert.throws(() => multilayer([2, 0, 1]), /multilayer: widths expects a whole number from 1 on, got 0/);
  assert.throws(() => multilayer([2, 1], { conditions: 2 }), /conditions expects fewer than the 2 inputs, got 2/);
  assert.throws(() => activationOf('relu'), /name expects one of tanh, softplus, silu, got relu/);
  assert.throws(() => networkFunction(network, theta.subarray(1)), /parameters expects 21 finite numbers, .* got 20/);
  assert.throws(
    () => networkFunction(network, theta).values(ensemble(1, 2)),
    /inputs expects paths of 3 numbers, got 2/,
  );
  assert.throws(() => networkPotential(network, theta, { deviation: 1 }), /one output and no conditions, got 1 and 1/);
  assert.throws(
    () => networkPotential(multilayer([1, 1]), vectorOf([1, 1]), { deviation: 0 }),
    /deviation expects a positive finite number/,
  );
  assert.throws(() => vectorField(network, theta), /as many outputs as inputs without conditions, 2, got 1/);
  assert.throws(() => gaussianEncoder(network, theta), /2L outputs, means and log deviations, got 1/);
  assert.throws(() => conditioned(ensemble(2, 1), vectorOf([1])), /a number per path, 2, got 1/);
});
