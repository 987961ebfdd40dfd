import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensembleOf, vector } from '../../lib/array/index.js';
import { adjustedLangevin, independentGaussians, stateAt } from '../../lib/chain/index.js';
import { benchCommand } from '../../lib/command/bench-command.js';
import {
  comparedStep,
  componentCount,
  type DescentPayload,
  descend,
} from '../../lib/command/benchmark/descent-step.js';
import { meanExchange } from '../../lib/command/benchmark/ensemble-mean.js';
import { plainTransition } from '../../lib/command/benchmark/plain-chains.js';
import { alternate, formatTable, median } from '../../lib/command/benchmark/timing.js';
import { helpOf } from '../../lib/command/command.js';
import { stylized } from '../../lib/energy/index.js';
import { foldIn, key, normals } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

test('the help and the error name the same tables, all of them', async () => {
  const names =
    'step, scaling, pool, chains, cells, determinant, measured, elementary, estimator, figures, drags, garch, markets, gauss-newton, scattering, tensors';
  await assert.rejects(benchCommand.run({ options: {}, operands: ['garhc'] }), {
    name: 'UsageError',
    message: `bench: TABLE expects one of ${names}, got 'garhc' (did you mean garch?); see microcanon bench --help`,
  });
  const listed = [...helpOf(benchCommand).matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name);
  assert.equal(listed.join(', '), names);
});

test('contenders are measured in turn, and the median is the middle', async () => {
  const order: string[] = [];
  const contender = (name: string, time: number) => async () => {
    order.push(name);
    return time;
  };
  assert.deepEqual(await alternate([contender('a', 1), contender('b', 2)], 2), [
    [1, 1],
    [2, 2],
  ]);
  assert.deepEqual(order, ['a', 'b', 'a', 'b']);
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 10]), 3.5);
});

test('columns of a table line up', () => {
  const lines = formatTable(
    'Title',
    ['', 'ms'],
    [
      ['long name', '1'],
      ['x', '100.5'],
    ],
  )
    .trimEnd()
    .split('\n')
    .slice(1);
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
});

test('the naive yardstick and the kernel do the same steps', () => {
  const [pathCount, signalLength] = [3, 60];
  const paths = normals(key(4), pathCount * signalLength);
  const target = vector(componentCount).fill(1.1);
  const range = { start: 0, end: pathCount };
  const shard = {
    index: 0,
    count: 1,
    barrier: () => {},
    cancelled: () => false,
    report: () => {},
    rest: () => undefined,
  };
  const meanBy = (naive: boolean): Float64Array => {
    const exchange = meanExchange(pathCount, componentCount);
    const payload: DescentPayload = {
      naive,
      signalLength,
      paths,
      range,
      exchange,
      target,
      stepSize: 5,
      stepCount: comparedStep,
    };
    return descend.run(payload, shard).comparedMean;
  };
  const [naive, compiled] = [meanBy(true), meanBy(false)];
  // The energies are of order one; sums of 60 products in another order, three steps long.
  for (let k = 0; k < componentCount; k++)
    assert.ok(Math.abs(naive[k] - compiled[k]) < 1e-13, `${naive[k]} against ${compiled[k]}`);
  assert.equal(stylized({ signalLength }).componentCount, componentCount);
});

test('the plain chain of the comparison makes the step of adjusted Langevin', () => {
  const [stepSize, position] = [0.29, [0.4, -1.2, 0.3]];
  const state = { position, logDensity: -0.5 * (0.16 + 1.44 + 0.09), gradient: [-0.4, 1.2, -0.3] };
  const kernel = adjustedLangevin({ stepSize });
  const potential = independentGaussians([1, 1, 1]);
  const start = ensembleOf([position]);
  for (let n = 0; n < 40; n++) {
    const next = plainTransition(foldIn(key(5), n), state, stepSize);
    const { info, state: moved } = kernel.move(stateAt(kernel, potential, start), potential, { key: key(5), first: n });
    // Both draw the same proposal; each decides by a number of its own, where the ratio is below 1.
    if (next !== state && info.squaredJump[0] > 0) assertClose(next.position, moved.paths.data, 1e-14);
    if (info.logAcceptance[0] >= 0) assert.notEqual(next, state);
  }
});
