import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { encode } from '../../lib/study/encoding.js';
import { keep, printer, runAll, storedAll } from '../../lib/study/index.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { withVariable } from '../environment.js';
import { smallExperiment } from './small-experiment.js';

/** Runs `body` with an empty cache and an empty folder of kept results. */
function apart<Outcome>(t: TestContext, body: () => Promise<Outcome>): Promise<Outcome> {
  return withVariable('MICROCANON_CACHE', temporaryFolder(t), () =>
    withVariable('MICROCANON_RESULTS', temporaryFolder(t), body),
  );
}

const three = () => [10, 20, 30].map((stepCount) => smallExperiment({ stepCount }));
const failing = { ...smallExperiment(), id: 'failing', run: () => Promise.reject(new RangeError('no such thing')) };

test('a set is computed in order, then loaded to the same bits; it says how many were which', async (t) => {
  await apart(t, async () => {
    const said: string[] = [];
    const seen: object[] = [];
    const options = { title: 'small ones', onEvent: printer((line: string) => void said.push(line)) };
    const first = await runAll(three(), { ...options, onResult: ({ parameters }) => seen.push(parameters) });
    assert.deepEqual(
      seen,
      three().map(({ parameters }) => parameters),
    );
    assert.match(said.join('\n'), /^small ones: 3 computed in \d+\.\d s$/);
    const second = await runAll([...three(), smallExperiment({ stepCount: 40 })], options);
    assert.equal(encode(second.slice(0, 3).map(({ data }) => data)), encode(first.map(({ data }) => data)));
    assert.match(said[1], /^small ones: 3 loaded, 1 computed in \d+\.\d s$/);
    assert.deepEqual(await runAll([], options), []);
    assert.equal(said[2], 'small ones: nothing to compute');
  });
});

test('one that fails ends the set, or is reported and left out where someone listens', async (t) => {
  await apart(t, async () => {
    const [first, ...others] = three();
    const set = [first, failing, ...others];
    await assert.rejects(runAll(set, { title: 'small', onEvent: () => {} }), /no such thing/);
    const failed: string[] = [];
    const results = await runAll(set, {
      title: 'small',
      onEvent: () => {},
      onFailure: ({ id }, { message }) => failed.push(`${id}: ${message}`),
    });
    assert.equal(results.length, 3);
    assert.deepEqual(failed, ['failing: no such thing']);
  });
});

test('stored results are told by revision and machine, with their time and what is absent', async (t) => {
  await apart(t, async () => {
    const results = await runAll(three(), { title: 'small', onEvent: () => {} });
    const origin = { machine: 'a machine', wallSeconds: 30, code: 'other' };
    for (const [i, revision] of ['aaa', 'aaa', 'bbb'].entries()) {
      keep({
        ...results[i],
        provenance: { ...results[i].provenance, ...origin, revision, date: `2030-01-0${i + 1}T00:00:00Z` },
      });
    }
    await withVariable('MICROCANON_CACHE', temporaryFolder(t), () => {
      const said: string[] = [];
      const found = storedAll(
        [...three(), smallExperiment({ stepCount: 40 })],
        printer((line) => said.push(line)),
      );
      assert.equal(found.length, 3);
      assert.deepEqual(said, [
        '2 results computed 2030-01-01 to 2030-01-02 in 1 min 00 s by revision aaa on a machine',
        '1 result computed 2030-01-03 in 30 s by revision bbb on a machine',
        '1 of 4 is absent',
      ]);
    });
  });
});
