import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type ReadSeriesOptions, readSeries, type Series } from 'microcanon/data-set';

let made: string;
before(() => {
  made = mkdtempSync(join(tmpdir(), 'series-'));
});
after(() => rmSync(made, { recursive: true }));

/** A folder that is there while a file of tests runs. */
export function folder(): string {
  return made;
}

/** The series of a file with this content, of the columns date and close unless told otherwise. */
export function read(content: string | Uint8Array, options: Partial<ReadSeriesOptions> = {}): Series {
  const path = join(made, 'prices.csv');
  writeFileSync(path, content);
  return readSeries(path, { dateColumn: 'date', valueColumn: 'close', ...options });
}

/** The one error that reading this content gives, without the folder. */
export function complaint(content: string | Uint8Array, options: Partial<ReadSeriesOptions> = {}): string {
  try {
    read(content, options);
  } catch (error) {
    assert.ok(error instanceof Error && !/TypeError|AssertionError/.test(error.name), String(error));
    assert.doesNotMatch(error.message, /\n/);
    assert.ok(error.message.length < 500, 'an error is short');
    return error.message.replaceAll(join(made, '/'), '');
  }
  return assert.fail('no error');
}
