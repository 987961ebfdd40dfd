import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { progressBar } from '../../lib/study/progress.js';

const slot = Symbol.for('microcanon.display');
const globals = globalThis as { [key: symbol]: unknown };

afterEach(() => void delete globals[slot]);

function terminal(isTTY: boolean): { lines: string[]; isTTY: boolean; write(text: string): void } {
  const lines: string[] = [];
  return { lines, isTTY, write: (text) => void lines.push(text) };
}

function clock(): { now: () => number; pass(milliseconds: number): void } {
  let time = 0;
  return {
    now: () => time,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
}

test('a computation under two seconds shows nothing', () => {
  const output = terminal(true);
  const { now, pass } = clock();
  const bar = progressBar('short', 10, { output, now });
  for (let done = 1; done <= 10; done++) {
    pass(190);
    bar.advance(done);
  }
  bar.finish();
  assert.deepEqual(output.lines, []);
});

test('a terminal line is rewritten with percentage and time left, and ends with the time taken', () => {
  const output = terminal(true);
  const { now, pass } = clock();
  const bar = progressBar('descent', 100, { output, now });
  pass(4000);
  bar.advance(25);
  pass(1000);
  bar.advance(50);
  bar.finish('KL 0.08');
  assert.deepEqual(output.lines, [
    '\r[######------------------] descent: 25 %, 12 s left\x1b[K',
    '\r[############------------] descent: 50 %, 5.0 s left\x1b[K',
    '\r[########################] descent: done in 5.0 s, KL 0.08\x1b[K',
    '\n',
  ]);
});

test('a note such as a loss stands behind the time left', () => {
  const output = terminal(false);
  const { now, pass } = clock();
  const bar = progressBar('training', 100, { output, now });
  pass(4000);
  bar.advance(25, 0, 'loss 0.52');
  assert.deepEqual(output.lines, ['training: 25 %, 12 s left, loss 0.52\n']);
});

test('the time left of a computation that slows down is told by how it slows down', () => {
  const output = terminal(true);
  const { now, pass } = clock();
  const bar = progressBar('descent', 100, { output, now });
  const takes = (done: number): number => 4 * done ** 2;
  const errors: number[] = [];
  for (let done = 1; done < 100; done++) {
    pass(takes(done) - takes(done - 1));
    const { length } = output.lines;
    bar.advance(done);
    const said = /, ([\d.]+) s left/.exec(output.lines.slice(length).join(''))?.[1];
    if (said !== undefined && done >= 50) errors.push((1000 * Number(said)) / (takes(100) - takes(done)));
  }
  // The mean speed alone says a third to a half of what it takes.
  assert.ok(
    errors.length > 10 && errors.every((ratio) => ratio > 0.9 && ratio < 1.1),
    errors.map((ratio) => ratio.toFixed(2)).join(' '),
  );
});

test('an interrupted computation leaves its bar where it was and does not say that it is done', () => {
  const output = terminal(true);
  const { now, pass } = clock();
  const bar = progressBar('descent', 100, { output, now });
  pass(5000);
  bar.advance(50);
  pass(100);
  bar.advance(52);
  bar.stop();
  bar.finish();
  assert.deepEqual(output.lines.slice(1), [
    '\r[############------------] descent: stopped at 52 %, after 5.1 s\x1b[K',
    '\n',
  ]);
});

test('a log gets a plain line every ten seconds at most', () => {
  const output = terminal(false);
  const { now, pass } = clock();
  const bar = progressBar('descent', 300, { output, now });
  for (let second = 1; second <= 30; second++) {
    pass(1000);
    bar.advance(10 * second);
  }
  assert.deepEqual(output.lines, [
    'descent: 6 %, 28 s left\n',
    'descent: 40 %, 18 s left\n',
    'descent: 73 %, 8.0 s left\n',
  ]);
});

test('a notebook shows one display and updates it at most five times a second', () => {
  const calls: { how: string; id: string; text: unknown; html: unknown }[] = [];
  const record = (how: string) => (bundle: Record<string, unknown>, id: string) =>
    void calls.push({ how, id, text: bundle['text/plain'], html: bundle['text/html'] });
  globals[slot] = { show: record('show'), update: record('update') };
  const { now, pass } = clock();
  const bar = progressBar('a < b', 400, { now });
  for (let tick = 1; tick <= 400; tick++) {
    pass(10);
    bar.advance(tick);
  }
  bar.finish();
  assert.deepEqual([...new Set(calls.map(({ id }) => id))].length, 1);
  assert.equal(calls[0].how, 'show');
  assert.ok(calls.slice(1).every(({ how }) => how === 'update'));
  // Two seconds of silence, then two seconds of five updates each, and the end.
  assert.equal(calls.length, 12);
  assert.equal(calls[0].text, 'a < b: 50 %, 2.0 s left');
  assert.match(String(calls[0].html), /<progress max="1" value="0.5000"><\/progress> a &lt; b: 50 %/);
  assert.match(String(calls.at(-1)!.text), /done in 4\.0 s/);
});

test('the time left is estimated from the work of this run, not from what an earlier one did', () => {
  const output = terminal(false);
  const { now, pass } = clock();
  const bar = progressBar('descent', 100, { output, now });
  pass(10_000);
  bar.advance(80, 80);
  pass(10_000);
  bar.advance(90, 80);
  assert.deepEqual(output.lines, ['descent: 80 %\n', 'descent: 90 %, 20 s left\n']);
});

test('work never goes backwards nor beyond the total', () => {
  const output = terminal(false);
  const { now, pass } = clock();
  const bar = progressBar('descent', 10, { output, now });
  pass(10_000);
  bar.advance(50);
  pass(10_000);
  bar.advance(1);
  assert.deepEqual(output.lines, ['descent: 100 %, 0.0 s left\n', 'descent: 100 %, 0.0 s left\n']);
});

test('a total that is not positive and finite is refused', () => {
  for (const total of [0, -1, NaN, Infinity])
    assert.throws(() => progressBar('none', total), /progressBar: total expects/);
  assert.throws(() => progressBar('none', 1).advance(NaN), /progressBar: done expects/);
});
