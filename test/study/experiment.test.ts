import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { displaySymbol } from '../../lib/array/index.js';
import { interrupt } from '../../lib/parallel/index.js';
import { decode, encode } from '../../lib/study/encoding.js';
import { load, printer, type Result, run } from '../../lib/study/index.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { withVariable } from '../environment.js';
import { type SmallData, smallExperiment } from './small-experiment.js';
import { rewrite } from './stored-file.js';

/** An empty cache, with what runs in it says and works on. */
function cache(t: TestContext) {
  const folder = temporaryFolder(t);
  const said: string[] = [];
  const worked: string[] = [];
  const inside = <Outcome>(body: () => Outcome | Promise<Outcome>): Promise<Outcome> =>
    withVariable('MICROCANON_CACHE', folder, body);
  return {
    folder,
    said,
    worked,
    inside,
    files: () => readdirSync(folder).sort(),
    /** Runs the small experiment. */
    run: (changes = {}, options = {}, seed = 7): Promise<Result<SmallData>> =>
      inside(() =>
        run(smallExperiment(changes, { onWork: (stage) => worked.push(stage) }, seed), {
          onEvent: printer((line) => said.push(line)),
          ...options,
        }),
      ),
  };
}

test('a first run computes, says so, and stores result and provenance; the second loads the same bits', async (t) => {
  const { run, said, worked, files } = cache(t);
  const first = await run();
  assert.equal(first.loaded, false);
  assert.match(said.join('\n'), /^small: computed in \d+\.\d s$/);
  assert.equal(files().length, 1, 'the result alone: no checkpoint, no file half written');
  assert.match(files()[0], /^small-[0-9a-f]{16}\.json$/);
  const { revision, code, versions, machine, workers, wallSeconds, date } = first.provenance;
  assert.match(revision, /^([0-9a-f]{12}\+?|unknown)$/);
  assert.match(code, /^[0-9a-f]{16}$/);
  assert.equal(versions.node, process.versions.node);
  assert.match(machine, /\d+ × .*GiB/);
  assert.ok(workers >= 1 && wallSeconds > 0);
  assert.ok(Math.abs(Date.parse(date) - Date.now()) < 60_000);

  const second = await run();
  assert.equal(second.loaded, true);
  assert.match(said[1], /^small: loaded, computed 20\d\d-.* in \d+\.\d s by revision /);
  assert.equal(encode(second.data), encode(first.data));
  assert.deepEqual(second.provenance, first.provenance);
  assert.deepEqual(worked, ['target', 'descent'], 'the second run works on nothing');
});

test('what is loaded has vectors and matrices again', async (t) => {
  const { run } = cache(t);
  await run();
  const { data } = await run();
  assert.ok(data.losses instanceof Float64Array && data.losses.length === 61);
  assert.deepEqual([data.collapse.rowCount, data.collapse.columnCount, data.collapse.row(60).length], [61, 2, 2]);
});

test('asked for afresh, it computes although a result is stored', async (t) => {
  const { run, said } = cache(t);
  const first = await run();
  const again = await run({}, { fresh: true });
  assert.equal(again.loaded, false);
  assert.match(said[1], /computed in/);
  assert.equal(encode(again.data), encode(first.data));
});

test('every parameter and the seed are part of the stored name', async (t) => {
  const { run, files } = cache(t);
  await run();
  assert.equal((await run({ stepCount: 61 })).loaded, false);
  assert.equal((await run({ signalLength: 25 })).loaded, false);
  assert.equal((await run({}, {}, 8)).loaded, false);
  assert.equal(files().length, 4);
  assert.equal((await run({ stepCount: 61 })).loaded, true);
});

test('load reads what is stored and computes nothing', async (t) => {
  const { run, inside, worked } = cache(t);
  assert.equal(await inside(() => load(smallExperiment())), undefined);
  assert.deepEqual(worked, []);
  const computed = await run();
  const loaded = await inside(() => load(smallExperiment()));
  assert.equal(encode(loaded!.data), encode(computed.data));
  assert.equal(loaded!.loaded, true);
});

for (const [damage, change] of Object.entries({
  'cut short': (text: string) => text.slice(0, text.length / 2),
  'with one character changed': (text: string) =>
    text.replace(/"\$vector":"(.)/, (_, c) => `"$vector":"${c === 'A' ? 'B' : 'A'}`),
  empty: () => '',
  'of another schema': (text: string) => text.replace('microcanon-result/1', 'microcanon-result/0'),
})) {
  test(`a stored result that is ${damage} is reported and computed again, never used`, async (t) => {
    const { run, said, folder, files } = cache(t);
    const first = await run();
    const path = join(folder, files()[0]);
    const text = readFileSync(path, 'utf8');
    assert.notEqual(change(text), text);
    writeFileSync(path, change(text));
    const again = await run();
    assert.equal(again.loaded, false);
    assert.equal(said[1], `small: the stored result ${files()[0]} is damaged and is computed again`);
    assert.equal(encode(again.data), encode(first.data));
    assert.equal((await run()).loaded, true, 'the file is whole again');
  });
}

test('a result of other code is reported and computed again', async (t) => {
  const { run, said, folder, files } = cache(t);
  const { provenance } = await run();
  rewrite(join(folder, files()[0]), (body) => body.replace(provenance.code, '0123456789abcdef'));
  assert.equal((await run()).loaded, false);
  assert.match(said[1], /^small: the stored result comes from other code \(revision .*\) and is computed again$/);
});

test('a file half written beside the result is ignored', async (t) => {
  const { run, inside, folder, files } = cache(t);
  await run();
  const [name] = files();
  writeFileSync(join(folder, `${name}.4711.tmp`), '{"schema":"microcanon-result/1","chec');
  assert.equal((await run()).loaded, true);
  writeFileSync(join(folder, `${name.replace('small', 'other')}.4711.tmp`), 'x');
  assert.equal(await inside(() => load(smallExperiment({ stepCount: 5 }))), undefined);
});

const script = join(__dirname, 'killed-run.js');

function inProcess(folder: string, ...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, MICROCANON_CACHE: folder },
    timeout: 30_000,
  });
}

test('a run killed in the middle of a descent goes on from its checkpoint, to the bits of an unbroken run', async (t) => {
  const { folder, files, run: runElsewhere } = { ...cache(t), run: cache(t).run };
  const killed = inProcess(folder, 'killed');
  assert.equal(killed.signal, 'SIGKILL', killed.stderr);
  assert.equal(killed.stdout, 'works on target\nworks on descent\n');
  assert.match(files().join(), /^small-[0-9a-f]{16}\.checkpoint$/);

  const finished = inProcess(folder);
  assert.equal(finished.status, 0, finished.stderr);
  const lines = finished.stdout.trimEnd().split('\n');
  assert.match(lines[0], /^says small: goes on from a checkpoint after \d+\.\d s of work$/);
  assert.equal(lines[1], 'works on descent', 'the finished stage is taken from the checkpoint');
  assert.match(lines[2], /^says small: computed in/);
  assert.match(files().join(), /^small-[0-9a-f]{16}\.json$/);

  const { data, loaded } = decode(lines[3]) as { data: SmallData; loaded: boolean };
  assert.equal(loaded, false);
  assert.equal(encode(data), encode((await runElsewhere()).data));
});

test('a damaged checkpoint, and one of other code, is not gone on from', async (t) => {
  const { folder, files, run, said, worked } = cache(t);
  inProcess(folder, 'killed');
  const path = join(folder, files()[0]);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, -100));
  const { data } = await run();
  assert.match(said[0], /^small: the checkpoint is damaged; starting again$/);
  assert.deepEqual(worked, ['target', 'descent']);

  writeFileSync(path, text);
  rewrite(path, (body) => body.replace(/"code":"[0-9a-f]{16}"/, '"code":"0123456789abcdef"'));
  const again = await run({}, { fresh: true });
  assert.ok(!said.some((line) => line.includes('goes on')));
  assert.deepEqual(worked.slice(2), ['target', 'descent']);
  assert.equal(encode(again.data), encode(data));
});

test('an interrupted run rejects, stores no result, and goes on after the stages that were done', async (t) => {
  const { run, files, worked, said } = cache(t);
  const running = run({ stepCount: 300_000 });
  const timer = setInterval(() => worked.includes('descent') && interrupt(), 20);
  await assert.rejects(running, { name: 'Interrupted' });
  clearInterval(timer);
  assert.match(files().join(), /^small-[0-9a-f]{16}\.checkpoint$/);
  const second = run({ stepCount: 300_000 });
  while (worked.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  interrupt();
  await assert.rejects(second, { name: 'Interrupted' });
  assert.deepEqual(worked, ['target', 'descent', 'descent']);
  assert.match(said[0], /goes on from a checkpoint/);
});

test('a result shows its parameters, seed, revision and machine', async (t) => {
  const { run } = cache(t);
  const text = String(((await run())[displaySymbol]() as Record<string, unknown>)['text/plain']);
  assert.match(
    text,
    /^result: small\n.*signalLength +24\n.*stepCount +60\n.*seed +7\n.*computed .*\n.*revision .*\n.*machine /,
  );
});

test('a sketch runs each time, says what it is, and nothing of it is stored', async (t) => {
  const { inside, said, worked, files } = cache(t);
  const sketch = { ...smallExperiment({}, { onWork: (stage) => worked.push(stage) }, 7), isSketch: true };
  for (let i = 0; i < 2; i++) await inside(() => run(sketch, { onEvent: printer((line) => said.push(line)) }));
  assert.deepEqual(files(), []);
  assert.deepEqual(worked, ['target', 'descent', 'target', 'descent']);
  assert.match(said.join('\n'), /^(small: a sketch from few paths, computed in \d+\.\d s\n?){2}$/);
});
