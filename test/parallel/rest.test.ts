import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innerSteps } from '../../lib/chapter/mean-field/index.js';
import { Interrupted, interrupt, interruptibleRest } from '../../lib/parallel/index.js';
import { run } from '../../lib/study/index.js';

test('a loop that rests lets timers in, and ends at the next interrupt', async () => {
  const rest = interruptibleRest('a loop');
  let isInterrupted = false;
  setTimeout(() => {
    isInterrupted = true;
    interrupt();
  }, 20);
  await assert.rejects(
    async () => {
      for (;;) await rest();
    },
    (error) => error instanceof Interrupted && error.message === 'a loop: interrupted',
  );
  assert.ok(isInterrupted);
});

test('an interrupt between two loops ends neither', async () => {
  const rest = interruptibleRest('a loop');
  interrupt();
  for (const start = performance.now(); performance.now() - start < 120; ) await rest();
});

test('the descent with inner steps ends in the midst of an ensemble', async () => {
  // One ensemble of this size takes many seconds.
  const long = innerSteps({ ensembleSize: 4096, ensembleCount: 1, innerStepCounts: [10] });
  setTimeout(interrupt, 100);
  const start = performance.now();
  await assert.rejects(run(long, { onEvent: () => {}, onProgress: () => {} }), Interrupted);
  assert.ok(performance.now() - start < 8000);
});
