import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ensemble } from '../../lib/array/index.js';
import {
  doubleWell,
  independentGaussians,
  modelPotential,
  potentialOfPaths,
  resolvent,
} from '../../lib/chain/index.js';
import { ar } from '../../lib/model/index.js';
import { key, normals } from '../../lib/random/index.js';
import { assertClose } from '../closeness.js';

test('an implicit step solves its equation, in closed form or by search', () => {
  const { resolvent: _, ...searched } = independentGaussians([0.1, 1, 30]);
  const cases = [
    [doubleWell({ barrier: 2, tilt: 0.5 }), 0.1, 1],
    [modelPotential(ar([0.6], { signalLength: 6 })), 2, 6],
    [independentGaussians([0.1, 1, 30]), 0.5, 3],
    [searched, 0.5, 3],
  ] as const;
  for (const [potential, stepSize, d] of cases) {
    const y = ensemble(20, d, normals(key(3), 20 * d));
    const x = resolvent(potential, y, stepSize);
    const slope = potential.gradient(x).data;
    const back = x.data.map((value, i) => value + stepSize * slope[i]);
    assertClose(back, y.data, 1e-9, potential.name);
  }
});

test('an implicit step that has no end names the path', () => {
  const fall = potentialOfPaths({
    name: 'fall',
    shape: [1],
    identity: 'fall',
    evaluate(path, gradient) {
      gradient[0] = -4 * path[0] ** 3;
      return -(path[0] ** 4);
    },
  });
  assert.throws(
    () => resolvent(fall, ensemble(2, 1, Float64Array.of(0, 3)), 1),
    /^RangeError: resolvent: the implicit step of path 1 in fall leaves a residual of .*; take a smaller step than 1$/,
  );
});
