import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numericLiterals } from '../../../lib/site/browser/live/drag/literals.js';
import { literalValue, pixelsPerStep, steppedLiteral } from '../../../lib/site/browser/live/drag/stepping.js';

const literals = (code: string): string[] => numericLiterals(code).map(({ text }) => text);

test('numbers of code are found, digits elsewhere are not', () => {
  const code = [
    "import { x2 } from './lib3.js'; // 4",
    `const d6 = f7(8, -1e-3, \`\${9} of 10\`, "11", /12/, x.y13);`,
    'type U = 14 | 15; let m: Map<16, 17> = a[18] as 19;',
    'const { 36: early, x = 20 } = { 37: 21 };',
  ].join('\n');
  assert.deepEqual(literals(code), ['8', '-1e-3', '9', '18', '20', '21']);
});

test('a minus sign belongs to the literal where it is no difference', () => {
  assert.deepEqual(literals('f(-2) - 3 + - 4'), ['-2', '3', '4']);
});

test('offsets give the text back, and broken code gives the numbers that can be read', () => {
  const code = 'const γ = 10, N = 1_000; if (';
  for (const { from, to, text } of numericLiterals(code)) assert.equal(code.slice(from, to), text);
  assert.deepEqual(literals(code), ['10', '1_000']);
});

test('a number is called after what gets it', () => {
  const names = numericLiterals('const γ = 10; f({ stepSize: 2, ...a }, 3); x = -4; const [p, q] = [5, 6]; 7').map(
    ({ name }) => name,
  );
  assert.deepEqual(names, ['γ', 'stepSize', 'f', 'x', '', '', '']);
});

const steps: readonly (readonly [string, number, string])[] = [
  ['0.1', 1, '0.11'],
  ['0.1', -3, '0.07'],
  ['0.1', 10, '0.2'],
  ['0.1', -20, '0.0'],
  ['0.25', 1, '0.26'],
  ['1.50', 1, '1.60'],
  ['.5', 1, '.51'],
  ['.95', 10, '1.05'],
  ['0.0', 1, '0.1'],
  ['10', 1, '11'],
  ['10', -12, '0'],
  ['8', 1, '9'],
  ['0', 1, '1'],
  ['36', -1, '35'],
  ['120', 1, '130'],
  ['200', 1, '210'],
  ['10_000', 1, '11_000'],
  ['200_000', 2, '220_000'],
  ['128', 1, '256'],
  ['128', -2, '32'],
  ['128', -9, '1'],
  ['1e-3', 1, '2e-3'],
  ['1e-3', -1, '9e-4'],
  ['9e-4', 1, '1e-3'],
  ['2.5e-3', 1, '2.6e-3'],
  ['1.0e+2', -1, '9.9e+1'],
  ['-0.02', 1, '-0.019'],
  ['-0.02', -1, '-0.021'],
  ['-0.02', 30, '-0.00'],
  ['0x0f', 1, '0x10'],
  ['0xFE', 1, '0xFF'],
  ['10n', 1, '11n'],
  ['NaN', 1, 'NaN'],
];

for (const [text, count, expected] of steps) {
  test(`${text} moved by ${count} steps is ${expected}`, () => assert.equal(steppedLiteral(text, count), expected));
}

test('steps add up, and steps back lead back', () => {
  for (const text of ['0.1', '0.25', '10', '120', '128', '1e-3', '2.5e-3', '-0.02', '10_000']) {
    assert.equal(literalValue(steppedLiteral(steppedLiteral(text, 3), 0)), literalValue(steppedLiteral(text, 3)));
    assert.equal(steppedLiteral(text, 0), text);
    const [up, twice] = [steppedLiteral(text, 1), steppedLiteral(text, 2)].map(literalValue);
    assert.ok(up > literalValue(text) && twice > up, text);
  }
});

test('a doubling takes a longer way of the pointer', () => {
  assert.ok(pixelsPerStep('128') > 3 * pixelsPerStep('120'));
});
