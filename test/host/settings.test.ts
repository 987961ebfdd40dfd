import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentOf, type Settings, settings, settingsOf, variables, withSettings } from '../../lib/host/index.js';

const read = (environment: Readonly<Record<string, string>>): Settings =>
  settingsOf(environment, (folder, path) => path ?? `/own/${folder}`);

const usual: Settings = {
  workers: undefined,
  threads: true,
  simd: true,
  pictures: true,
  profile: undefined,
  folders: { cache: '/own/cache', results: '/own/results', fetched: '/own/fetched', site: '/own/site' },
};

test('variables that are unset or empty give the usual settings', () => {
  assert.deepEqual(read({}), usual);
  assert.deepEqual(read(Object.fromEntries(Object.values(variables).map((variable) => [variable, '']))), usual);
});

test('every setting has its variable, and another process gets the same settings by them', () => {
  const chosen: Settings = {
    workers: 3,
    threads: false,
    simd: false,
    pictures: false,
    profile: 'paper',
    folders: { cache: '/a', results: '/b', fetched: '/c', site: '/d' },
  };
  assert.deepEqual(
    read({
      MICROCANON_WORKERS: '3',
      MICROCANON_THREADS: 'off',
      MICROCANON_SIMD: 'off',
      MICROCANON_PICTURES: 'off',
      MICROCANON_PROFILE: 'paper',
      MICROCANON_CACHE: '/a',
      MICROCANON_RESULTS: '/b',
      MICROCANON_FETCHED: '/c',
      MICROCANON_SITE: '/d',
    }),
    chosen,
  );
  for (const one of [chosen, usual]) assert.deepEqual(read(environmentOf(one)), one);
});

test('values that no setting has are refused with the name of the variable', () => {
  for (const count of ['0', '-1', 'two', '1.5', '1000']) {
    assert.throws(() => read({ MICROCANON_WORKERS: count }), {
      name: 'RangeError',
      message: `settings: MICROCANON_WORKERS expects a whole number from 1 to 256, got "${count}"; unset it to use all cores`,
    });
  }
  assert.throws(
    () => read({ MICROCANON_THREADS: 'maybe' }),
    /^RangeError: settings: MICROCANON_THREADS expects on or off, got "maybe"; unset it for on/,
  );
  assert.throws(() => read({ MICROCANON_SIMD: 'fast' }), /MICROCANON_SIMD expects on or off, got "fast"/);
  assert.throws(() => read({ MICROCANON_PROFILE: 'huge' }), /MICROCANON_PROFILE expects quick or paper, got "huge"/);
});

test('settings change for the time of a piece of work, an error included', async () => {
  const before = settings();
  assert.equal(await withSettings({ workers: 7 }, () => settings().workers), 7);
  await assert.rejects(
    withSettings({ workers: 8 }, () => {
      throw new Error('stop');
    }),
    /stop/,
  );
  assert.deepEqual(settings(), before);
});
