import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cir, logDensityOf } from '../../lib/model/index.js';
import { perform } from '../../lib/parallel/index.js';
import { key } from '../../lib/random/index.js';
import { assertSameBits } from '../closeness.js';

test("a model's log-density, and what a thread makes of its call, are the model's own", () => {
  const model = cir({ speed: 0.5, level: 1, volatility: 0.4 }, { signalLength: 12, timeStep: 0.1 });
  const paths = model.sample(key(1), 3);
  const functional = logDensityOf(model);
  assertSameBits(functional.evaluate(paths), model.logDensity(paths));
  assert.ok(functional.call);
  assertSameBits(perform(structuredClone(functional.call)).evaluate(paths), model.logDensity(paths));
});
