import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { vectorOf } from 'microcanon/array';
import { convergenceTable, deskTable, marketDescents, marketEntropy, marketFigure } from 'microcanon/chapter/markets';
import { differences, readSeries, standardise } from 'microcanon/data-set';
import { fitArGarch } from 'microcanon/model';
import { draws, key } from 'microcanon/random';
import { run } from 'microcanon/study';
import '../own-folders.js';

const quiet = { onEvent: () => {} };

/** A made-up rate that a central bank sets: 1201 days, 14 changes. */
const rate = readSeries(join(__dirname, '../../../../test/fixtures/policy-rate.csv'), {
  dateColumn: 'date',
  valueColumn: 'rate',
});
const policy = standardise(differences(rate)).series.values;

function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
  return vectorOf(values.map((x) => (x - mean) / deviation));
}

test('a rate that stands still on most days has descents, and in place of a GARCH model the reason why none fits', async () => {
  const changes = { energy: 'stylized', signalLength: 256, pathCount: 16, keptPathCount: 16, stepCount: 400 } as const;
  const { data } = await run(marketDescents(rate.name, policy, changes, { seed: 1 }), quiet);
  assert.ok(data.meanField.losses[data.meanField.losses.length - 1] < 0.1 * data.meanField.losses[0]);
  assert.deepEqual([data.garch, data.fit], [undefined, undefined]);
  assert.match(data.referenceNote!, /^No GARCH model fits: 9\d % of the returns equal the one before, /);
  assert.ok((deskTable(data).values as string[][]).every((row) => row[4] === 'no such model fits'));
  const svg = await marketFigure(data, 'change', { caption: 'A rate.', key: 1 }).toSvg();
  assert.ok(!svg.includes('>GARCH<'));
  assert.match(marketFigure(data, 'change', { caption: 'A rate.', key: 1 }).caption, /^A rate\. No GARCH model fits: /);
});

test('a start from a GARCH model that does not fit is refused in words of its own', async () => {
  const wanted =
    /: base expects a series that a GARCH model fits, got one without\. No GARCH model fits: .* Start from 'white'$/;
  const changes = { base: 'garch', signalLength: 64, stepCount: 1 } as const;
  await assert.rejects(run(marketDescents('rate', policy, changes), quiet), { name: 'RangeError', message: wanted });
  await assert.rejects(run(marketEntropy('rate', policy, changes), quiet), { name: 'RangeError', message: wanted });
});

test('a fit outside the range of its parameters shows its edge, and says so when paths are asked of it', () => {
  const fit = fitArGarch(policy);
  assert.ok(fit.atEdge.includes('autoregression'));
  assert.throws(
    () => fit.model({ signalLength: 64 }),
    /^RangeError: fitArGarch: model expects an autoregression within \(-1, 1\), got a fit at its edge/,
  );
});

const { normal, uniform } = draws(key(5));
const kinds: Readonly<Record<string, { values: Float64Array; note?: RegExp; signalLength?: number }>> = {
  'long constant stretches': {
    values: standardised(Array.from({ length: 1200 }, (_, t) => (t % 300 < 150 ? 0 : normal()))),
    note: /No GARCH/,
  },
  'two values at random': { values: standardised(Array.from({ length: 1200 }, () => (uniform() < 0.5 ? 1 : -1))) },
  'two values in turn': {
    values: vectorOf(Array.from({ length: 1200 }, (_, t) => (t % 2 ? 1 : -1))),
    note: /No GARCH/,
  },
  'one huge value': { values: standardised(Array.from({ length: 1200 }, (_, t) => (t === 600 ? 1000 : normal()))) },
  'sixty values': {
    values: standardised(Array.from({ length: 60 }, () => normal())),
    note: /a fit takes 100 returns or more, and the series has 60/,
    signalLength: 24,
  },
  'thirty values': {
    values: standardised(Array.from({ length: 30 }, () => normal())),
    note: /No GARCH/,
    signalLength: 24,
  },
  'Cauchy’s law': {
    values: standardised(Array.from({ length: 1200 }, () => Math.tan(Math.PI * (uniform() - 0.5)))),
    note: /ν = 2\.05/,
  },
  'variance without a mean to return to': {
    values: standardised(
      (() => {
        let [s, e] = [1, 0];
        return Array.from({ length: 1200 }, () => {
          s = 0.001 + 0.3 * e * e + 0.7 * s;
          e = Math.sqrt(s) * normal();
          return e;
        });
      })(),
    ),
  },
  'a trend': { values: standardised(Array.from({ length: 1200 }, (_, t) => t + normal())), note: /No GARCH/ },
};

for (const [name, { values, note, signalLength = 128 }] of Object.entries(kinds)) {
  test(`${name}: descents, tables and a figure, with a GARCH reference or the reason why there is none`, async () => {
    const choice = { signalLength, pathCount: 4, keptPathCount: 4, stepCount: 30 };
    const { data } = await run(marketDescents(name, values, choice), quiet);
    for (const { losses } of [data.regular, data.meanField])
      assert.ok(losses[losses.length - 1] < losses[0], `${losses}`);
    assert.equal(data.garch === undefined, /^No GARCH model fits/.test(data.referenceNote ?? ''));
    if (note) assert.match(data.referenceNote!, note);
    const cells = [...deskTable(data).values, ...convergenceTable({ [name]: data }).values].flat().map(String);
    assert.ok(!cells.some((cell) => /NaN|Infinity|undefined/.test(cell)), cells.join(' | '));
    assert.match(await marketFigure(data, 'x', { caption: 'c', key: 1 }).toSvg(), /^<svg/);
  });
}
