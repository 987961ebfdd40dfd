import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundFinding } from '../../lib/study/finding.js';

test('an estimate on one side of a bound is judged from two standard errors on, and not nearer', () => {
  assert.equal(boundFinding({ value: 12.5, standardError: 1 }, { above: 10 }).holds, true);
  assert.equal(boundFinding({ value: 7.5, standardError: 1 }, { above: 10 }).holds, false);
  assert.equal(boundFinding({ value: -0.3, standardError: 0.1 }, { below: 0 }).holds, true);
  assert.equal(boundFinding({ value: 0.3, standardError: 0.1 }, { below: 0 }).holds, false);
  const { holds, notJudged } = boundFinding({ value: 12.5, standardError: 2 }, { above: 10 });
  assert.equal(holds, undefined);
  assert.match(notJudged ?? '', /within two standard errors/);
  assert.throws(
    () => boundFinding({ value: 1, standardError: 0 }, { above: 0 }),
    /standardError expects a number above 0/,
  );
});
