import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chapter, descentsOfAr } from '../../../lib/chapter/gauss-newton/index.js';
import { run, unheard } from '../../../lib/study/index.js';

const small = {
  ...{ coefficient: 0.3, signalLength: 64, ensembleSize: 32, ensembleCount: 24, stepSize: 1 },
  ...{ leapfrogSteps: [40], leapfrogPathCount: 32, leapfrogRuns: 6, bath: 1 },
};

test('all descents come as near to a short autoregression as their laws say, and leapfrog bounds lie above 0', async () => {
  const { data } = await run(descentsOfAr(small), { onEvent: unheard, fresh: true });
  const names = ['regular', 'mean field', 'Gauss–Newton', 'Gauss–Newton, frozen, fresh paths'];
  for (const name of names) {
    const { divergence, predicted } = data.rows.find((row) => row.name === name)!;
    // The law is the first order in 1/N; for single paths its error is some tenths of a nat.
    const allowed = 4 * divergence.standardError + (name === 'regular' ? 0.3 : 0.03);
    assert.ok(
      Math.abs(divergence.value - predicted!) < allowed,
      `${name}: ${divergence.value}, predicted ${predicted}`,
    );
  }
  const bound = data.rows[data.rows.length - 1].divergence;
  // White noise: -½ · 63 · ln(1 − 0.09) = 2.97 nats.
  assert.ok(bound.value > -3 * bound.standardError && bound.value < 1.5, `${bound.value} ± ${bound.standardError}`);
  assert.ok(data.rows[2].steps < data.rows[1].steps);
});

test('the command takes figures of descents towards markets only', () => {
  const [runnable] = chapter.runnables!;
  assert.throws(() => runnable.parts({ figure: '9' }, 'quick'), /option --figure expects one of 6, 7, 8, 10, got '9'/);
  const ids = runnable.parts({ figure: '6' }, 'quick').map(({ id }) => id);
  assert.deepEqual(ids, ['market-descents', 'market-entropy']);
});
