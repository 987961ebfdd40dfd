import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { arDescents } from '../../lib/chapter/overfitting/index.js';
import { coreBundle } from '../../lib/site/core-bundle.js';
import { run, unheard } from '../../lib/study/index.js';
import { assertSameBits } from '../closeness.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { useFolder } from '../environment.js';
import { engineProgram } from '../study/engine-program.js';
import { root } from '../support.js';
import { openBrowser } from './browser.js';

const chapters = readdirSync(join(root, 'lib', 'chapter')).sort();
/** Figure 3 (b) at the paper's d, N and γ, for one ensemble. */
const curve = {
  ensembleCount: 1,
  targetPathCount: 500,
  densityPathCount: 64,
  stepCount: 60,
  regularSteps: [1],
  meanFieldSteps: [1],
};

/** What the worker sends. */
interface Answer {
  readonly error?: string;
  readonly divergence: readonly number[];
  readonly meanEnergies: readonly number[];
}

test('the library is one script for pages, below 0.7 MB without chapters and below 0.8 MB with the longest of them', (t) => {
  const codeLength = (chapter: string): number =>
    readdirSync(join(root, 'dist', 'esm', 'chapter', chapter))
      .map((file) => statSync(join(root, 'dist', 'esm', 'chapter', chapter, file)).size)
      .reduce((sum, size) => sum + size, 0);
  const [longest] = [...chapters].sort((a, b) => codeLength(b) - codeLength(a));
  const [alone, together] = [Buffer.byteLength(coreBundle()), Buffer.byteLength(coreBundle({ chapters: [longest] }))];
  t.diagnostic(
    `${(alone / 1e6).toFixed(3)} MB minified, kernels included; ${(together / 1e6).toFixed(3)} MB with ${longest}`,
  );
  assert.ok(alone < 0.7e6, `${alone} bytes`);
  assert.ok(together < 0.8e6, `${longest}: ${together} bytes`);
});

test('a page from the file system computes the curve of Figure 3 (b) in a worker, with the bits of Node', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const folder = temporaryFolder(t);
  useFolder('cache', folder);
  const answer = `
    const { study, 'chapter/overfitting': overfitting } = microcanon;
    study.run(overfitting.arDescents(${JSON.stringify(curve)}), { onEvent: study.unheard }).then(
      ({ data }) => postMessage({ divergence: [...data.meanField.divergence.values], meanEnergies: [...data.meanField.meanEnergies.data] }),
      (error) => postMessage({ error: String(error.stack) }),
    );`;
  const page = join(folder, 'page.html');
  const script = `${coreBundle({ chapters: ['overfitting'] })}\n${answer}`.replaceAll('</script', '<\\/script');
  writeFileSync(
    page,
    `<!doctype html><meta charset="utf-8"><script id="core" type="text/plain">${script}</script><script>
      const text = document.getElementById('core').textContent;
      const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
      window.answer = new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve({ error: message });
      });
    </script>`,
  );
  const tab = await browser.newPage();
  await tab.goto(pathToFileURL(page).href);
  const start = performance.now();
  const shown = (await tab.evaluate('window.answer')) as Answer;
  t.diagnostic(`${((performance.now() - start) / 1000).toFixed(1)} s in ${await browser.browser()?.version()}`);
  assert.equal(shown.error, undefined);
  const { data } = await run(arDescents(curve), { onEvent: unheard });
  const expected = { divergence: data.meanField.divergence.values, meanEnergies: data.meanField.meanEnergies.data };
  for (const name of ['divergence', 'meanEnergies'] as const)
    assertSameBits(Float64Array.from(shown[name]), expected[name], name);
});

test('a page computes the same bits as Node, whatever they are bits of', async (t) => {
  const browser = await openBrowser(t);
  if (browser === undefined) return;
  const tab = await browser.newPage();
  await tab.evaluate(coreBundle());
  const shown = (await tab.evaluate(`(${engineProgram})((room) => microcanon[room])`)) as string;
  const script = `(${engineProgram})((room) => require('microcanon/' + room)).then(console.log)`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  assert.ok(Object.keys(JSON.parse(stdout)).length > 10);
  assert.deepEqual(JSON.parse(shown), JSON.parse(stdout));
});

test('a program of ES modules gets ES modules, in worker threads too, with the numbers of CommonJS', () => {
  const program = (load: (room: string) => string): string => `(async () => {
    const { descend, meanFieldDescent } = ${load('flow')};
    const { autocovariance } = ${load('energy')};
    const { gaussian } = ${load('model')};
    const { key } = ${load('random')};
    const flow = meanFieldDescent(autocovariance({ signalLength: 64 }), [0.1, 1], { stepSize: 10 });
    const { paths } = await descend(flow, gaussian({ signalLength: 64 }).sample(key(1), 32), 20);
    console.log(typeof require, paths.data.join());
  })()`;
  const said = ['commonjs', 'module'].map((type) => {
    const load = (room: string): string =>
      type === 'module' ? `await import('microcanon/${room}')` : `require('microcanon/${room}')`;
    const { stdout, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, '-e', program(load)], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, MICROCANON_WORKERS: '2' },
    });
    assert.equal(stderr, '');
    return stdout.split(' ');
  });
  assert.deepEqual(
    said.map(([kind]) => kind),
    ['function', 'undefined'],
  );
  assert.equal(said[1][1], said[0][1]);
});
