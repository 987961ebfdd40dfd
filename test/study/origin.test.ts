import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displaySymbol } from '../../lib/array/index.js';
import { spokenDuration } from '../../lib/study/duration.js';
import { withoutOrigins } from '../../lib/study/origin.js';
import { sentence } from '../../lib/study/report.js';
import { resultOf } from '../../lib/study/result.js';

test('a text without origins is the same however long each computation took', () => {
  const seconds = [0.04, 8.26, 42, 59.4, 65, 3599, 4200, 90_000];
  const texts = seconds.map((time) => `descents: done in ${spokenDuration(time)}, key 7`);
  assert.equal(new Set(texts).size, seconds.length);
  assert.deepEqual([...new Set(texts.map(withoutOrigins))], ['descents: done in ⟨duration⟩, key 7']);
});

test('numbers that are no durations stay, and so do words that tell no origin', () => {
  for (const text of [
    '0.5 steps',
    'x1.5 s',
    '1.25 s',
    '12 min',
    'γ = 0.1',
    '3 sp500',
    'computed by hand',
    'revision 3',
  ])
    assert.equal(withoutOrigins(text), text);
});

/** Two origins of a result, of which nothing is the same. */
const origins = [
  {
    date: '2026-01-02T03:04:05.678Z',
    wallSeconds: 2.5,
    revision: '0123456789ab',
    workers: 2,
    machine: '2 × a processor, 24 GiB, linux',
  },
  {
    date: '2027-11-12T13:14:15.161Z',
    wallSeconds: 125,
    revision: 'ba9876543210+',
    workers: 1,
    machine: 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0)',
  },
].map((origin) => ({ code: 'a', versions: {}, stageSeconds: {}, builtOn: {}, ...origin }) as never);

test('sentences about a result are the same wherever it comes from', () => {
  const [provenance, other] = origins;
  const sentences = [
    { kind: 'computed', id: 'x', wallSeconds: 3 },
    { kind: 'computed', id: 'x', wallSeconds: 300 },
    { kind: 'loaded', id: 'x', provenance },
    { kind: 'loaded', id: 'x', provenance: other },
    { kind: 'kept', id: 'x', provenance },
  ].map((event) => withoutOrigins(sentence(event as Parameters<typeof sentence>[0])));
  assert.deepEqual([...new Set(sentences)], ['x: ⟨computed⟩']);
});

test('a summary of several results is the same however many were loaded', () => {
  const counts = [
    [5, 0],
    [2, 3],
    [0, 5],
  ].map(([loaded, computed]) =>
    withoutOrigins(sentence({ kind: 'set-done', title: 'cells', loaded, computed, wallSeconds: 7 } as never)),
  );
  assert.deepEqual([...new Set(counts)], ['cells: ⟨computed⟩']);
});

test('the table of a result is the same wherever it comes from, and another with other numbers or parameters', () => {
  const shown = (step: number, data: number, provenance: never, loaded: boolean) => {
    const content = { id: 'x', module: 'm', parameters: { step }, seed: 7, inputs: {}, data, provenance };
    const { [displaySymbol]: bundle } = resultOf(content, { loaded, kept: false }) as never;
    return withoutOrigins((bundle as () => Record<string, string>)()['text/html']);
  };
  const first = shown(1, 2, origins[0], false);
  assert.equal(shown(1, 2, origins[1], true), first);
  assert.notEqual(shown(1, 3, origins[0], false), first);
  assert.notEqual(shown(2, 2, origins[0], false), first);
  assert.ok(!/revision|machine|2026|processor/.test(first), first);
});
