import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { executeNotebook } from '../../lib/command/workbook/execution.js';
import { settings } from '../../lib/host/index.js';
import { type KernelClient, startKernel } from '../../lib/jupyter/index.js';
import { draws, key } from '../../lib/random/index.js';
import { type Notebook, readNotebook, textOf } from '../../lib/site/notebook.js';
import { root } from '../support.js';

const folder = mkdtempSync(join(tmpdir(), 'microcanon-own-series-'));

// Both readers' runs share a kernel, which loads the library and its types once; each declares every name of the notebook again.
let kernel: KernelClient;
before(async () => {
  kernel = await startKernel({
    cwd: folder,
    settings: { folders: { ...settings().folders, cache: join(folder, 'cache') }, pictures: false },
  });
});
after(async () => {
  await kernel.shutdown();
  rmSync(folder, { recursive: true });
});

/** Lines of the notebook that a reader changes, and shorter computations. */
type Change = readonly [from: RegExp, to: string];
const SMALL: readonly Change[] = [
  [/^const pathCount = 64;.*$/m, 'const pathCount = 12;'],
  [/^const steps = .*$/m, "const steps = { rule: 'gauss-newton', stepCount: 20 } as const;"],
  [/^const choice = .*$/m, 'const choice = { pathCount: 4, keptPathCount: 4, stepCount: 40 };'],
  // So few steps do not arrive.
  [/^assert\.ok\(off < .*$/m, ''],
  [/^const folder = .*$/m, `const folder = ${JSON.stringify(folder)};`],
];

/** Runs Notebook 06 with these changes: the text of all outputs. */
async function ownSeries(changes: readonly Change[]): Promise<string> {
  const source = readNotebook(join(root, 'notebooks', '06-your-own-series.ipynb'));
  const used = new Set<Change>();
  const all = [...SMALL, ...changes];
  for (const cell of source.cells) {
    if (cell.cell_type !== 'code') continue;
    cell.source = all.reduce((text, change) => {
      if (change[0].test(text)) used.add(change);
      return text.replace(change[0], () => change[1]);
    }, textOf(cell.source));
  }
  assert.deepEqual(
    all.filter((change) => !used.has(change)),
    [],
    'every line to be changed is there',
  );
  const { notebook, failure } = await executeNotebook(source, kernel);
  assert.equal(failure, undefined);
  return outputText(notebook);
}

function outputText({ cells }: Notebook): string {
  return cells
    .flatMap(({ outputs = [] }) =>
      outputs.map((output) => {
        const { text, data } = output as { text?: string | string[]; data?: Record<string, string | string[]> };
        return textOf(text ?? data?.['text/plain'] ?? '');
      }),
    )
    .join('\n');
}

/** Days of the week from 2015 on. */
function days(count: number): Date[] {
  const result: Date[] = [];
  for (let day = Date.UTC(2015, 0, 1); result.length < count; day += 86_400_000) {
    if (![0, 6].includes(new Date(day).getUTCDay())) result.push(new Date(day));
  }
  return result;
}

test('Notebook 06 runs from end to end with prices under other headings, days first and decimal commas', async () => {
  const { normal } = draws(key(11));
  let price = 80;
  const lines = days(1500).map((day) => {
    price *= Math.exp(0.012 * normal());
    const date = [day.getUTCDate(), day.getUTCMonth() + 1, day.getUTCFullYear()]
      .map((part) => String(part).padStart(2, '0'))
      .join('.');
    return `${date};${price.toFixed(4).replace('.', ',')};${Math.floor(1000 + 100 * price)}`;
  });
  const file = join(folder, 'kurse.csv');
  writeFileSync(file, `Datum;Schlusskurs;Volumen\n${lines.join('\n')}\n`);
  const text = await ownSeries([
    [/^const file = sample;.*$/m, `const file: string = ${JSON.stringify(file)};`],
    [/^const columns = .*$/m, "const columns = { dateColumn: 'Datum', valueColumn: 'Schlusskurs' };"],
    [/^const more = .*$/m, "const more = { dates: dayFirst, decimalMark: ',' };"],
  ]);
  assert.match(text, /1499 returns/);
  assert.ok(
    !/imaginary stock|the law|NaN|undefined/.test(text),
    'nothing is said that holds of the shipped file alone',
  );
});

test('Notebook 06 runs from end to end with a rate that stands still on most days, and says that no GARCH model fits', async () => {
  const file = join(root, 'test', 'fixtures', 'policy-rate.csv');
  const text = await ownSeries([
    [/^const file = sample;.*$/m, `const file: string = ${JSON.stringify(file)};`],
    [/^const columns = .*$/m, "const columns = { dateColumn: 'date', valueColumn: 'rate' };"],
    [/^const inLogs: boolean = true;.*$/m, 'const inLogs: boolean = false;'],
  ]);
  assert.match(text, /No GARCH model fits: 9\d % of the returns equal the one before/);
  assert.match(text, /no such model fits/);
});
