import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, singlePrecision, vectorOf } from '../../lib/array/index.js';
import { loadTensorFlow } from '../../lib/energy/tensor-backend.js';
import {
  adam,
  drawnParameters,
  gradientDescent,
  type Multilayer,
  multilayer,
  potentialFlow,
  type TransportPrices,
  trainNetworks,
  transportTurn,
} from '../../lib/neural/index.js';
import { key } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';
import { naiveNetwork, slopeOf } from './naive-network.js';

const network = multilayer([3, 6, 1], { conditions: 1 });
const parameters = drawnParameters(network, key(3));
const starts = ensembleOf([
  [0.3, -1.2],
  [1.4, 0.4],
  [-0.6, 0.9],
]);
/** A law whose draws are always the same paths. */
const law = { sample: () => starts };

/** The loss of a turn at given parameters. */
async function lossOf(net: Multilayer, theta: ArrayLike<number>, prices: TransportPrices, timeSteps: number) {
  const tf = await loadTensorFlow();
  const turn = transportTurn(net, law, {
    ...{ prices, duration: 0.8, timeSteps, batchSize: 3 },
    optimiser: gradientDescent({ rate: 1 }),
  });
  return tf.tidy(
    () =>
      turn
        .loss({ tf, parameters: { potential: tf.tensor1d(singlePrecision(theta)) }, key: key(1), stepNumber: 0 })
        .dataSync()[0],
  );
}

test('a potential that is linear in path and time moves all paths alike, and its prices are closed forms', async () => {
  const linear = multilayer([3, 1], { conditions: 1 });
  const theta = vectorOf([0.7, -0.4, 0.9, 0.2]);
  const [v1, v2] = [-0.7, 0.4];
  const action = (v1 ** 2 + v2 ** 2) / 2;
  const {
    positions,
    expansion,
    action: found,
    residual,
  } = potentialFlow(linear, theta).carried(starts, {
    duration: 0.8,
    timeSteps: 3,
  });
  const ends = [0, 1, 2].map((n) => [starts.path(n)[0] + 0.8 * v1, starts.path(n)[1] + 0.8 * v2]);
  ends.forEach((end, n) => {
    assertClose(positions[3].path(n), end, 1e-14);
    assertClose([expansion[n], found[n], residual[n]], [0, 0.8 * action, 0.8 * (0.9 - action) ** 2], 1e-14);
  });
  const surprise = ends.reduce((sum, [a, b]) => sum + ((a * a + b * b) / 2 + Math.log(2 * Math.PI)) / 3, 0);
  const prices = { transport: 0.3, surprise: 2, residual: 0.5 };
  const expected = 0.3 * 0.8 * action + 2 * surprise + 0.5 * 0.8 * Math.abs(0.9 - action);
  assertClose(await lossOf(linear, theta, prices, 2), expected, 1e-5);
  assertClose(await lossOf(linear, theta, { transport: 0, surprise: 1, residual: 0 }, 1), surprise, 1e-5);
});

test('carried paths follow −∇U, and their expansion is the logarithm of the determinant of the whole map', () => {
  const flow = potentialFlow(network, parameters);
  const options = { duration: 0.8, timeSteps: 40 };
  const { positions, expansion, action, residual } = flow.carried(starts, options);
  const f = naiveNetwork(network, parameters);
  const speed = (x: readonly number[]): number[] => [0, 1].map((i) => -slopeOf(f, x, i)[0]);
  for (let n = 0; n < 3; n++) {
    const [a, b] = starts.path(n);
    assertClose(flow.velocity(starts, 0.3).path(n), speed([a, b, 0.3]), 1e-8);
    assertClose(flow.values(starts, 0.3)[n], f([a, b, 0.3])[0], 1e-12);
    const [p0, q0] = speed([a, b, 0.3]);
    assertClose(flow.misses(starts, 0.3)[n], slopeOf(f, [a, b, 0.3], 2)[0] - (p0 * p0 + q0 * q0) / 2, 1e-8);
    // Many Euler steps from the middle of each: second order.
    let [x, y, paid, missed] = [a, b, 0, 0];
    const count = 400;
    const h = 0.8 / count;
    for (let i = 0; i < count; i++) {
      const first = speed([x, y, i * h]);
      const middle = [x + (h / 2) * first[0], y + (h / 2) * first[1], (i + 0.5) * h];
      const [p, q] = speed(middle);
      [x, y] = [x + h * p, y + h * q];
      paid += (h * (p * p + q * q)) / 2;
      missed += h * (slopeOf(f, middle, 2)[0] - (p * p + q * q) / 2) ** 2;
    }
    assertClose(positions[40].path(n), [x, y], 1e-5);
    assertClose([action[n], residual[n]], [paid, missed], 2e-5);
    const columns = [
      [1e-4, 0],
      [0, 1e-4],
    ].map(([p, q]) => {
      const [up, down] = [1, -1].map((sign) => ensembleOf([[a + sign * p, b + sign * q]]));
      const [above, below] = [up, down].map((at) => flow.carried(at, options).positions[40].data);
      return [0, 1].map((i) => (above[i] - below[i]) / 2e-4);
    });
    const determinant = columns[0][0] * columns[1][1] - columns[0][1] * columns[1][0];
    assertClose(expansion[n], Math.log(determinant), 1e-6);
  }
});

test('the loss on tensors is what the carried paths pay in double precision', async () => {
  const fine = potentialFlow(network, parameters).carried(starts, { duration: 0.8, timeSteps: 4 });
  const ends = fine.positions[4];
  const surprise = fine.expansion.map((value, n) => {
    const [a, b] = ends.path(n);
    return (a * a + b * b) / 2 + Math.log(2 * Math.PI) - value;
  });
  const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((sum, value) => sum + value / 3, 0);
  const expected = 0.7 * mean(fine.action) + 1.5 * mean(surprise);
  assertClose(await lossOf(network, parameters, { transport: 0.7, surprise: 1.5, residual: 0 }, 4), expected, 1e-5);
});

test('trained from a normal law, a flow comes near the cost of the closed game', async () => {
  // N(0, 4) towards N(0, 1) in one unit of time: least cost 0.322069.
  const [wide, count] = [multilayer([2, 8, 1], { conditions: 1 }), 64];
  const quantiles = ensembleOf(
    Array.from({ length: count }, (_, i) => {
      // The logistic law, scaled to variance 4, stands in for a normal one: only a bound is asked for.
      const u = (i + 0.5) / count;
      return [(2 * Math.sqrt(3) * Math.log(u / (1 - u))) / Math.PI];
    }),
  );
  const turn = transportTurn(
    wide,
    { sample: () => quantiles },
    {
      ...{ prices: { transport: 1, surprise: 1, residual: 0 }, duration: 1, timeSteps: 2, batchSize: count },
      optimiser: adam({ rate: 0.05 }),
    },
  );
  const { losses } = await trainNetworks(
    [turn],
    { potential: drawnParameters(wide, key(2)) },
    { stepCount: 40, key: key(1) },
  );
  const [first, last] = [losses.data[0], losses.data[39]];
  // −ln of a normal density of variance 4, its entropy, lies above that of any law of variance 4.
  const entropy = 0.5 * Math.log(2 * Math.PI * Math.E * 4);
  assert.ok(last < first && last < entropy + 0.322069 + 0.1, `${first} ${last}`);
});

test('potentials without a time, and prices below 0, are refused', () => {
  assert.throws(
    () => potentialFlow(multilayer([2, 1]), vectorOf([1, 1, 1])),
    /potentialFlow: network expects one output and one condition, the time, got 1 and 0/,
  );
  assert.throws(
    () => potentialFlow(network, parameters).carried(starts, { duration: 0, timeSteps: 2 }),
    /potentialFlow: duration/,
  );
  const options = { duration: 1, timeSteps: 2, batchSize: 3, optimiser: adam({ rate: 0.1 }) };
  assert.throws(
    () => transportTurn(network, law, { ...options, prices: { transport: -1, surprise: 1, residual: 0 } }),
    /transportTurn: prices.transport expects a finite number from 0, got -1/,
  );
});
