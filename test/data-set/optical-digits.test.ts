import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { opticalDigits } from '../../lib/data-set/index.js';
import { root } from '../support.js';

test('the digits are those of the file that data/README.md names', () => {
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'data', 'optical-digits.csv')))
    .digest('hex');
  assert.ok(readFileSync(join(root, 'data', 'README.md'), 'utf8').includes(hash));
});

test('there are 1797 digits of 64 grey levels, as many of each as the data set’s own table says', () => {
  const { images, digits } = opticalDigits();
  const counts = new Array(10).fill(0);
  for (const digit of digits) counts[digit]++;
  // From the description that comes with the data set.
  assert.deepEqual(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
  assert.equal(images.signalLength, 64);
  assert.ok(images.data.every((grey) => Number.isInteger(grey) && grey >= 0 && grey <= 16));
  // The first image, a zero, by its rows.
  assert.deepEqual(Array.from(images.path(0).subarray(0, 16)), [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
});
