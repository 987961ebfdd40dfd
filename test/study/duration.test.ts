import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spokenDuration, withoutDurations } from '../../lib/study/duration.js';

test('a text without its durations is the same however long each took', () => {
  const seconds = [0.04, 8.26, 42, 59.4, 65, 3599, 4200, 90_000];
  const texts = seconds.map((time) => `descents: computed in ${spokenDuration(time)}, key 7`);
  assert.equal(new Set(texts).size, seconds.length);
  assert.deepEqual([...new Set(texts.map(withoutDurations))], ['descents: computed in ⟨duration⟩, key 7']);
});

test('numbers that are no durations stay', () => {
  for (const text of ['0.5 steps', 'x1.5 s', '1.25 s', '12 min', 'γ = 0.1', '3 sp500'])
    assert.equal(withoutDurations(text), text);
});
