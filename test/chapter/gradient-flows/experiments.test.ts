import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chapter } from '../../../lib/chapter/gradient-flows/index.js';
import { assertWithin } from '../../closeness.js';

test('predictions that need no stored result agree with what was known before', () => {
  for (const { prediction, predicted, find } of chapter.predictions?.() ?? []) {
    const finding = find(() => undefined);
    if (finding === undefined) continue;
    if (typeof finding.standardError === 'string') assert.equal(finding.holds, true, prediction);
    else
      assertWithin({ value: finding.ours, standardError: finding.standardError }, predicted as number, 3, prediction);
  }
});
