import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../../lib/array/index.js';
import { LEAST_TOTAL } from '../../../lib/chapter/games/flow-predictions.js';
import {
  equationMiss,
  flowOf,
  flowPrices,
  lineEquilibrium,
  lineModes,
  planeModes,
  type TransportFlow,
  transportFlows,
  transportTable,
  waysOf,
} from '../../../lib/chapter/games/index.js';
import { normalGame } from '../../../lib/transport/index.js';
import { assertClose } from '../../closeness.js';
import { fixture } from '../../support.js';
import { computedData } from '../computed.js';

interface PricedTransportCase {
  readonly params: {
    readonly components: readonly { readonly weight: number; readonly mean: number; readonly deviation: number }[];
    readonly price: number;
  };
  readonly expected: { readonly total: number };
}

test('the equilibrium of a mixture on the line is the closed game for one Gaussian, at any price', () => {
  for (const price of [1, 0.05]) {
    const { action, divergence } = lineEquilibrium([{ weight: 1, mean: [1.5], deviation: 2 }], price);
    const game = normalGame({
      ...{ start: { mean: 1.5, variance: 4 }, target: { mean: 0, variance: 1 } },
      ...{ noise: 0, duration: 1 / price },
    });
    assertClose(price * action, game.fluctuationCost + game.meanCost, 1e-4);
    assertClose(divergence, game.terminalCost, 1e-4);
  }
  assert.throws(() => lineEquilibrium(planeModes, 1), /lineEquilibrium: components expects means of one number, got 2/);
});

test('the least total of the scorecard is that of the reference file, for the same law and price', () => {
  const [{ params, expected }] = fixture<PricedTransportCase>('priced-transport').cases;
  assert.deepEqual(
    params.components.map(({ weight, mean, deviation }) => ({ weight, mean: [mean], deviation })),
    lineModes.map((component) => ({ deviation: 1, ...component })),
  );
  assert.equal(params.price, flowPrices[1].transport);
  assertClose(LEAST_TOTAL, expected.total, 5e-8);
});

test('a short training brings a flow nearer, and its measures are those of its ways', async (t) => {
  const small = { keyCount: 1, width: 8, batchSize: 64, timeSteps: 2, drawCount: 60 };
  const prices = flowPrices.slice(1);
  const [early, late] = [
    await computedData(t, transportFlows({ ...small, prices, stepCount: 1 })),
    await computedData(t, transportFlows({ ...small, prices, stepCount: 25 })),
  ];
  late.flows.forEach(({ divergence, action, detour, residual, training, twist }, i) => {
    assert.equal(training, 0);
    assert.ok(divergence.value < early.flows[i].divergence.value);
    assert.ok(detour.value >= 0 && detour.value < action.value && residual.value > 0);
    assert.equal(twist.value, 0);
  });
  const flow = flowOf({ components: lineModes, width: 8 }, late.flows[0]);
  const [way] = waysOf(flow, ensembleOf([[1.3]]), 6);
  assert.deepEqual([way.pathCount, way.path(0)[0]], [7, 1.3]);
  // Euler's rule from the velocity, in many steps.
  let x = 1.3;
  for (let i = 0; i < 2000; i++) x += flow.velocity(ensembleOf([[x]]), (i + 0.5) / 2000).data[0] / 2000;
  assertClose(way.path(6)[0], x, 2e-3);
});

test('a table has the means of trainings of one price, with the error of their mean and that of their paths', () => {
  const of = (value: number) => ({ value, standardError: 0.1 });
  const flow = (i: number, training: number, value: number): TransportFlow => ({
    // U = t: nothing moves, and the equation is missed by a constant alone.
    ...{ prices: flowPrices[i], training, parameters: Float64Array.of(0, 1, 0, 1, 0) },
    ...{ divergence: of(value), action: of(10 * value), detour: of(1), residual: of(2), twist: of(0) },
  });
  const flows = [flow(0, 0, 1), flow(0, 1, 3), flow(2, 0, 5), flow(2, 1, 5)];
  const parameters = { components: lineModes, width: 1 };
  const [first, second] = transportTable({ data: { flows, backend: 'none' }, parameters }, 0.5);
  assert.deepEqual(first.prices, flowPrices[0]);
  assertClose([first.divergence.value, first.divergence.standardError], [2, Math.sqrt(1.01)], 1e-14);
  // 1 + 5 and 3 + 15, each with an error of 0.1 + 0.05 over the paths.
  assertClose([first.total.value, first.total.standardError], [12, Math.sqrt(36 + 0.15 ** 2)], 1e-13);
  assertClose([second.divergence.value, second.divergence.standardError], [5, 0.1], 1e-14);
  assertClose(first.miss.value, 0, 1e-12);
});

test('the miss of the equation is the spread of it over paths', () => {
  // U = tanh x, at all times: the miss is −½(1 − tanh² x)².
  const flow = flowOf({ components: lineModes, width: 1 }, { parameters: Float64Array.of(1, 0, 0, 1, 0) });
  const paths = ensembleOf([[0.4], [-0.8], [2]]);
  const { positions } = flow.carried(paths, { duration: 1, timeSteps: 8 });
  let sum = 0;
  positions.forEach((at, i) => {
    const half = Array.from(at.data, (x) => 0.5 * (1 - Math.tanh(x) ** 2) ** 2);
    const centre = half.reduce((all, value) => all + value / 3, 0);
    sum += ((i === 0 || i === 8 ? 0.5 : 1) / 8) * half.reduce((all, value) => all + (value - centre) ** 2 / 3, 0);
  });
  assertClose(equationMiss(flow, paths), Math.sqrt(sum), 1e-12);
});
