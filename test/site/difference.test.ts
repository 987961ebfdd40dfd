import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ShownOutput } from '../../lib/site/cell-output.js';
import { differenceInWords, differenceOfFigures, differenceOfTexts } from '../../lib/site/difference.js';
import { fingerprintOf } from '../../lib/site/fingerprint.js';
import { result } from './sample.js';

const plotly = 'application/vnd.plotly.v1+json';
const figureOutput = (y: number, layout = {}): ShownOutput =>
  result({ [plotly]: { data: [{ y: [y], name: 'a' }], layout }, 'image/png': 'AAAA' });

test('a fingerprint tells the last bit of a number, and nothing of pictures, layouts and the order of fields', () => {
  const one = fingerprintOf(figureOutput(1));
  assert.match(one, /^[0-9a-f]{16}$/);
  assert.notEqual(fingerprintOf(figureOutput(1 + Number.EPSILON)), one);
  assert.equal(fingerprintOf(figureOutput(1, { height: 3 })), one);
  assert.equal(fingerprintOf(result({ [plotly]: { layout: {}, data: [{ name: 'a', y: [1] }] } })), one);
  assert.equal(
    fingerprintOf(result({ 'text/plain': ['a\n', 'b'] })),
    fingerprintOf({ output_type: 'display_data', data: { 'text/plain': 'a\nb' }, metadata: {} }),
  );
});

test('texts with the same words differ by their numbers, relatively, and in the standard errors that they state', () => {
  assert.deepEqual(differenceOfTexts('a 1 b', 'a 1 b'), { kind: 'none' });
  assert.deepEqual(differenceOfTexts('a 1 b', 'a 1 c'), { kind: 'content' });
  assert.deepEqual(differenceOfTexts('a 1 b', 'a 1 2 b'), { kind: 'content' });
  assert.deepEqual(differenceOfTexts('−4.0 nats', '−5.0 nats'), {
    kind: 'numbers',
    relative: 0.2,
    standardErrors: undefined,
  });
  assert.deepEqual(differenceOfTexts('2 ± 0.5 and 10', '3 ± 0.25 and 10'), {
    kind: 'numbers',
    relative: 0.5,
    standardErrors: 2,
  });
  assert.deepEqual(differenceOfTexts('1e-3', '2e-3'), { kind: 'numbers', relative: 0.5, standardErrors: undefined });
});

test('figures differ by the largest difference of a trace over its largest number, and in the errors that its points carry', () => {
  const trace = { name: 'a', x: [0, 1], y: [0, 4], customdata: [0.5, 0.1] };
  assert.deepEqual(differenceOfFigures([trace], [{ ...trace, y: [1, 4] }]), {
    kind: 'numbers',
    relative: 0.25,
    standardErrors: 2,
  });
  assert.deepEqual(differenceOfFigures([trace], [{ ...trace, name: 'b' }]), { kind: 'content' });
  assert.deepEqual(differenceOfFigures([trace], [{ ...trace, y: [0] }]), { kind: 'content' });
  assert.deepEqual(differenceOfFigures([{ z: [[1], [2]] }], [{ z: [[1], [3]] }]), {
    kind: 'numbers',
    relative: 0.5,
    standardErrors: undefined,
  });
});

test('a difference is said in a sentence', () => {
  assert.equal(differenceInWords({ kind: 'none' }), 'Same as published, to the last bit.');
  assert.equal(
    differenceInWords({ kind: 'numbers', relative: 3.14e-16, standardErrors: 0 }),
    'Differs from what was published by up to 3.1e-16, relatively, 0 standard errors.',
  );
});
