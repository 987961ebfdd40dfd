import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { root } from '../support.js';

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
