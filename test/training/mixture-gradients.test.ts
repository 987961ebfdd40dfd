import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixtureGradients } from '../../lib/training/index.js';
import { assertClose } from '../closeness.js';

// The reference values of mixture-training are compared by `verify`; here is what they must satisfy among each other.
test('after a long time contrastive walkers see the whole gradient, after a short one the Fisher gradient times the time', () => {
  const { gradient, contrastive, fisher } = mixtureGradients(
    { separation: 1.5, modelLogOdds: 0.4, truthLogOdds: -0.6 },
    [1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100],
  );
  assertClose(contrastive[6], gradient, 1e-8);
  assert.ok(Math.abs(contrastive[0] / 1e-4 / fisher - 1) < 2e-3);
  for (let i = 1; i < 7; i++) assert.ok(contrastive[i] > contrastive[i - 1]);
});

test('odds that are right give no gradient of any kind', () => {
  const { gradient, contrastive, fisher } = mixtureGradients({ separation: 1, modelLogOdds: 1, truthLogOdds: 1 }, [1]);
  assertClose([gradient, contrastive[0], fisher], [0, 0, 0], 1e-11);
});
