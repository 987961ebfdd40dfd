import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf } from '../../../lib/array/index.js';
import {
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
import { computedData } from '../computed.js';

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

test('a table has the means of trainings of one price, with the error of their mean', () => {
  const of = (value: number) => ({ value, standardError: 0.1 });
  const flow = (i: number, training: number, value: number): TransportFlow => ({
    ...{ prices: flowPrices[i], training, parameters: Float64Array.of() },
    ...{ divergence: of(value), action: of(10 * value), detour: of(1), residual: of(2), twist: of(0) },
  });
  const [first, second] = transportTable([flow(0, 0, 1), flow(0, 1, 3), flow(2, 0, 5)], 0.5);
  assert.deepEqual(first.prices, flowPrices[0]);
  assertClose([first.divergence.value, first.divergence.standardError], [2, 1], 1e-14);
  // 1 + 5 and 3 + 15.
  assertClose([first.total.value, first.total.standardError], [12, 6], 1e-13);
  assertClose([second.divergence.value, second.divergence.standardError], [5, 0.1], 1e-14);
  assertClose(second.total.standardError, 0.15, 1e-14);
});
