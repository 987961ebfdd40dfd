import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type PageReport, runPages } from '../../../lib/command/pages/run-pages.js';
import { writeSite } from '../../../lib/site/site.js';
import { browserNames, openBrowser } from '../../site/browser.js';
import { code, notebook, prose } from '../../site/sample.js';
import { stubPart } from '../../site/stub-part.js';
import { temporaryFolder } from '../temporary-folder.js';

const facts = { profile: 'quick', workers: 2, date: '2026-01-01', machine: 'a machine' };
const run = { profile: 'quick', seconds: 3, reads: ['microcanon/data/us-treasury-yields.csv'] };
const printed = (text: string) => ({ output_type: 'stream', name: 'stdout', text }) as const;

for (const browserName of browserNames) {
  test(`${browserName}: chosen pages of a site run with the parts that they name; what differs and what fails is told`, async (t) => {
    const profile = await openBrowser(t, browserName);
    if (profile === undefined) return;
    const site = join(temporaryFolder(t), 'site');
    const good = notebook(
      prose('# Good'),
      code("print('1');", printed('1')),
      code(''),
      code("print('2')", printed('2')),
    );
    const bad = notebook(
      prose('# Bad'),
      code("print('1');", printed('2')),
      code("throw new RangeError('no')"),
      code('print(3)'),
    );
    const notebooks = [
      { name: '01-good', notebook: good, run },
      { name: '02-bad', notebook: bad, run },
    ].map((one) => ({ ...one, notebook: { ...one.notebook, metadata: { microcanon: one.run } } }));
    writeSite(site, { facts, notebooks });
    writeFileSync(join(site, 'assets', 'live', 'core.js'), stubPart);
    // Both notebooks read the same data: the page of either names a part that no list of one notebook has.
    writeFileSync(
      join(site, 'assets', 'live', 'assets-01-02.js'),
      "microcanonPart('assets-01-02', function () { globalThis.brought = 1; });",
    );
    const browser = { newPage: () => profile.newPage(), process: () => profile.browser().process() };
    const reports = new Map<string, PageReport>();
    for (const name of ['01-good', '02-bad'])
      for await (const report of runPages({ site, names: [name], browser })) reports.set(name, report);
    const [first, second] = [reports.get('01-good')!, reports.get('02-bad')!];
    assert.deepEqual(first.problems, []);
    assert.deepEqual([first.ranCount, first.cellCount, first.isIsolated, first.publishedSeconds], [2, 2, false, 3]);
    if (process.platform === 'linux') assert.ok(first.memory! > 10);
    assert.deepEqual([second.ranCount, second.cellCount], [1, 3]);
    assert.match(second.problems[0], /^code cell 1, ok: .*1.* \| .*2/);
    assert.equal(second.problems.length, 2);
    assert.match(second.problems[1], /^code cell 2, error: .*RangeError.*no/);
  });
}
