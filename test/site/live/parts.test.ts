import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { arDescents } from '../../../lib/chapter/overfitting/index.js';
import { fileAddress, runInPage } from '../../../lib/command/pages/page-driver.js';
import { host, placeOf, reads } from '../../../lib/host/index.js';
import { assetCode, assetParts } from '../../../lib/site/live/asset-parts.js';
import { foundationsOf, modularParts } from '../../../lib/site/live/module-list.js';
import { partScript } from '../../../lib/site/live/part.js';
import { partList } from '../../../lib/site/live/part-list.js';
import { partsNamedIn } from '../../../lib/site/live/part-names.js';
import { writeParts } from '../../../lib/site/live/write-parts.js';
import { listen, staticServer } from '../../../lib/site/static-server.js';
import { fingerprint, run, unheard } from '../../../lib/study/index.js';
import { temporaryFolder } from '../../command/temporary-folder.js';
import { useFolder } from '../../environment.js';
import { engineProgram } from '../../study/engine-program.js';
import { root } from '../../support.js';
import { browserNames, openBrowser } from '../browser.js';

const cached = 'x-0123456789abcdef.json';
const data = 'microcanon/data/us-treasury-yields.csv';
const notebooks = [
  {
    name: '01-one',
    code: ["import { descend } from 'microcanon/flow';"],
    reads: [data, `microcanon/data/cache/${cached}`],
  },
  { name: '02-two', code: ["import { arDescents } from 'microcanon/chapter/overfitting';"], reads: [data] },
  { name: '03-three', code: ["import { runChain } from 'microcanon/chain';"], reads: ['@tensorflow/tfjs'] },
];

/** A site's folder with all parts. */
let site: string;
let files: Map<string, Buffer>;
before(async () => {
  site = mkdtempSync(join(tmpdir(), 'microcanon-parts-'));
  mkdirSync(join(site, 'assets', 'live'), { recursive: true });
  writeFileSync(join(site, 'assets', 'live', 'assets-99.js'), 'of an earlier build');
  writeFileSync(join(site, 'assets', 'live', 'live.js'), 'no part');
  writeFileSync(join(site, 'page.html'), '<!doctype html><meta charset="utf-8"><title>A page</title>');
  copyFileSync(require.resolve('coi-serviceworker'), join(site, 'coi-serviceworker.js'));
  await writeParts(site, notebooks);
  const folder = join(site, 'assets', 'live');
  files = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))]));
});

after(() => rmSync(site, { recursive: true, force: true }));

const packedBytes = (name: string): number => gzipSync(files.get(`${name}.js`)!, { level: 9 }).length;

test('what a first run loads has at most 0.4 MB, compressed, for the notebooks of the paper, and no part of a package is in it', (t) => {
  const heaviest = modularParts()
    .filter((part) => part.startsWith('chapter-') && foundationsOf(part).every((below) => !below.startsWith('room-')))
    .map(
      (part) => packedBytes('core') + [part, ...foundationsOf(part)].reduce((sum, one) => sum + packedBytes(one), 0),
    );
  t.diagnostic(`core ${packedBytes('core')} bytes, with the heaviest chapter ${Math.max(...heaviest)}`);
  assert.ok(Math.max(...heaviest) < 400_000);
});

test('parts of an earlier build go, and other scripts stay', () => {
  assert.ok(!files.has('assets-99.js'));
  assert.equal(String(files.get('live.js')), 'no part');
  assert.ok(files.has('assets-01-02.js'));
});

test('a page is told the parts that its code and its data ask for; data that several notebooks read is one part', () => {
  const list = partList(notebooks);
  assert.deepEqual(list.of('01-one'), ['core', 'assets-01-02']);
  assert.deepEqual(list.of('02-two'), ['core', 'chapter-overfitting', 'assets-01-02']);
  assert.deepEqual(list.of('03-three'), ['core', 'tensorflow', 'room-chain']);
  assert.deepEqual(list.of('04-none'), ['core']);
  assert.deepEqual(assetParts(notebooks), [{ name: 'assets-01-02', notebooks: ['01-one', '02-two'], assets: [data] }]);
});

test('a result of the cache is computed by the page of the first notebook that asks for it, and brought to those below', (t) => {
  useFolder('cache', temporaryFolder(t));
  const reads = ['microcanon/data/cache/gone.json', `microcanon/data/cache/${cached}`];
  const asking = ['01-one', '02-two', '03-three'].map((name) => ({ name, reads }));
  assert.deepEqual(assetParts(asking), []);
  host.store(placeOf('cache')).write(cached, '{}');
  const assets = [`microcanon/data/cache/${cached}`];
  assert.deepEqual(assetParts(asking), [{ name: 'assets-02-03', notebooks: ['02-two', '03-three'], assets }]);
  assert.deepEqual(assetParts(asking.slice(0, 1)), []);
});

test('a page loads a result of the cache that its parts bring, and computes it again at other parameters', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  useFolder('cache', temporaryFolder(t));
  const small = { ...curve, stepCount: 2 };
  const { data: found } = await run(arDescents(small), { onEvent: unheard });
  const folder = placeOf('cache').folder;
  const assets = reads().filter((read) => existsSync(join(folder, read.replace('microcanon/data/cache/', ''))));
  const part = { name: 'assets-77', notebooks: [], assets };
  writeFileSync(join(site, 'assets', 'live', 'assets-77.js'), partScript('assets-77', assetCode(part)));
  const { cells, complaints } = await runInPage(browser, {
    address: fileAddress(site, 'page.html'),
    parts: ['core', 'chapter-overfitting', 'assets-77'],
    sources: [
      `import { arDescents } from 'microcanon/chapter/overfitting';\nimport { fingerprint, run, unheard } from 'microcanon/study';`,
      `const mine = await run(arDescents(${JSON.stringify(small)}), { onEvent: unheard });\n[mine.loaded, fingerprint(mine.data.meanField.divergence.values)].join()`,
      `(await run(arDescents(${JSON.stringify({ ...small, stepCount: 3 })}), { onEvent: unheard })).loaded`,
    ],
  });
  assert.deepEqual(complaints, []);
  const texts = cells.flatMap(({ outputs }) =>
    outputs.flatMap((output) => (output.output_type === 'execute_result' ? [output.data['text/plain']] : [])),
  );
  assert.deepEqual(texts, [`'true,${fingerprint(found.meanField.divergence.values)}'`, 'false']);
});

test('code names the parts that it needs', () => {
  assert.deepEqual(partsNamedIn("import { key } from 'microcanon/random';"), []);
  assert.deepEqual(
    partsNamedIn('import { a } from "microcanon/chapter/games";\nimport { b } from \'microcanon/grid\';'),
    ['chapter-games', 'room-grid'],
  );
  assert.deepEqual(partsNamedIn('await tensorEnergy({})'), ['tensorflow']);
  assert.deepEqual(partsNamedIn("exportPaths('a.parquet', paths)"), ['parquet']);
});

/** Figure 3 (b) at the paper's d, N and γ, for one ensemble. */
const curve = {
  ensembleCount: 1,
  targetPathCount: 500,
  densityPathCount: 64,
  stepCount: 60,
  regularSteps: [1],
  meanFieldSteps: [1],
};

for (const browserName of browserNames) {
  test(`${browserName}: a page from the file system computes the curve of Figure 3 (b) in a worker, and more, with the bits of Node`, async (t) => {
    const browser = await openBrowser(t, browserName);
    if (browser === undefined) return;
    useFolder('cache', temporaryFolder(t));
    // All of them: a portable function that stands in two parts is refused.
    const parts = ['core', ...modularParts()];
    const sources = [
      `import { arDescents } from 'microcanon/chapter/overfitting';\nimport { fingerprint, run, unheard } from 'microcanon/study';`,
      `const { data } = await run(arDescents(${JSON.stringify(curve)}), { onEvent: unheard });\nfingerprint(data.meanField.divergence.values)`,
      ...['algorithm', 'array', 'chain', 'energy', 'flow', 'model', 'random', 'study'].map(
        (room) => `import * as ${room}_ from 'microcanon/${room}';`,
      ),
      `const rooms: any = { algorithm: algorithm_, array: array_, chain: chain_, energy: energy_, flow: flow_, model: model_, random: random_, study: study_ };\nawait (${engineProgram})((room) => rooms[room])`,
    ];
    const { cells, complaints, seconds } = await runInPage(browser, {
      address: fileAddress(site, 'page.html'),
      parts,
      sources,
    });
    t.diagnostic(`${seconds.toFixed(1)} s`);
    assert.deepEqual(complaints, []);
    const texts = cells.flatMap(({ outputs }) =>
      outputs.flatMap((output) => (output.output_type === 'execute_result' ? [output.data['text/plain']] : [])),
    );
    const { data: found } = await run(arDescents(curve), { onEvent: unheard });
    const script = `(${engineProgram})((room) => require('microcanon/' + room)).then(console.log)`;
    const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
    assert.ok(Object.keys(JSON.parse(stdout)).length > 10);
    assert.deepEqual(texts, [`'${fingerprint(found.meanField.divergence.values)}'`, `'${stdout.trim()}'`]);
  });
}

/** Cells that compute the curve, and say in how many threads. */
const curveCells = [
  "import { workerCount } from 'microcanon/parallel';\nworkerCount() > 1",
  "import { arDescents } from 'microcanon/chapter/overfitting';\nimport { fingerprint, run, unheard } from 'microcanon/study';",
  `const { data } = await run(arDescents(${JSON.stringify(curve)}), { onEvent: unheard });\nfingerprint(data.meanField.divergence.values)`,
];

for (const browserName of browserNames) {
  test(`${browserName}: a served page computes in threads, with the same bits; a plain host gives threads from the second visit on`, async (t) => {
    const browser = await openBrowser(t, browserName);
    if (browser === undefined) return;
    useFolder('cache', temporaryFolder(t));
    const { data: found } = await run(arDescents(curve), { onEvent: unheard });
    const expected = fingerprint(found.meanField.divergence.values);
    for (const isolated of [true, false]) {
      const server = staticServer(site, { isolated });
      t.after(() => server.close());
      const plan = {
        address: `${await listen(server)}page.html`,
        parts: ['core', 'chapter-overfitting'],
        sources: curveCells,
      };
      for (const threads of isolated ? [true] : [false, true]) {
        const { cells, isIsolated } = await runInPage(browser, plan);
        assert.equal(isIsolated, threads);
        const texts = cells.flatMap(({ outputs }) =>
          // A slow machine shows progress, too.
          outputs.flatMap((output) => (output.output_type === 'execute_result' ? [output.data['text/plain']] : [])),
        );
        assert.deepEqual(texts, [String(threads && availableParallelism() > 1), `'${expected}'`]);
      }
    }
  });
}
