import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { displaySymbol, vector, vectorOf } from '../../lib/array';
import { keep, paperError, tableOne, tableOneCells, tableOneEnergies, type TableOneCell, type TableOneData } from '../../lib/experiment';
import type { Claim } from '../../lib/workbook/scorecard/claim';
import { claims } from '../../lib/workbook/scorecard/claims';
import { judge, scorecard } from '../../lib/workbook/scorecard/scorecard';
import { withVariable } from '../environment';
import { temporaryFolder } from './temporary-folder';

const claim: Claim = { figure: 'Figure 0', claim: 'a number', paper: 2, where: '00' };

test('a number agrees within two standard errors, the paper’s and ours combined, and differs beyond', () => {
  assert.equal(judge(claim, { ours: 2.9, standardError: 0.3, paperStandardError: 0.4 }).verdict, 'agrees');
  assert.equal(judge(claim, { ours: 3.1, standardError: 0.3, paperStandardError: 0.4 }).verdict, 'differs');
  assert.equal(judge(claim, { ours: 2.9, standardError: 0.3 }).verdict, 'differs');
  assert.equal(judge(claim, { ours: NaN, standardError: 0.3 }).verdict, 'differs');
});

test('a claim in words agrees when its condition holds, and only then', () => {
  const words: Claim = { ...claim, paper: 'far below 1' };
  assert.equal(judge(words, { ours: 0.1, standardError: 0, holds: true }).verdict, 'agrees');
  assert.equal(judge(words, { ours: 0.9, standardError: 0, holds: false }).verdict, 'differs');
  assert.equal(judge(words, { ours: 0.1, standardError: 0 }).verdict, 'differs');
});

/** Runs `body` with an empty cache and an empty folder of kept results. */
function withNothingStored<Outcome>(t: TestContext, body: () => Outcome | Promise<Outcome>): Promise<Outcome> {
  return withVariable('MICROCANON_CACHE', temporaryFolder(t), () => withVariable('MICROCANON_RESULTS', temporaryFolder(t), body));
}

test('without stored results every claim is there and none is scored', async (t) => {
  const scores = await withNothingStored(t, () => scorecard());
  assert.equal(scores.length, claims().length);
  assert.ok(scores.every(({ verdict, ours, source }) => verdict === 'not yet computed' && ours === undefined && source === undefined));
});

test('all 40 entries of Table 1 are claims, each once and with the paper’s number', () => {
  const entries = claims().filter(({ claim: text }) => /: least (divergence, nats|reverse divergence of the .*)$/.test(text));
  assert.equal(entries.length, 40);
  assert.equal(new Set(entries.map((entry) => entry.claim)).size, 40);
  assert.ok(entries.every(({ figure, paper }) => figure.includes('Table 1') && typeof paper === 'number'));
});

const curve = (values: readonly number[]) => ({ values: vectorOf(values), standardErrors: vector(values.length).fill(0.1) });

/** Keeps a made-up result of an entry of Table 1 that ends with the given rise. */
function keepEntry(cell: TableOneCell, value: number, { rise = 0, error = 0.1, entropy = 0 } = {}): void {
  const { id, parameters, seed } = tableOne(cell, {}, { profile: 'paper' });
  const data: TableOneData = {
    target: vectorOf([1]),
    targetStandardError: vectorOf([0]),
    steps: vectorOf([0, 1, 2]),
    divergence: curve([9, value, value + rise]),
    negativeEntropy: curve([0, 0, entropy]),
    logLikelihood: curve([0, 0, 0]),
    transportLoss: curve([0, 0, 0]),
    collapseLoss: curve([0, 0, 0]),
    probeErrors: vector(3),
    minimum: { stepNumber: 1, value, standardError: error },
    rise: { value: rise, standardError: error },
  };
  const provenance = { revision: 'abc123', code: 'other', versions: {}, machine: 'a machine', workers: 2, wallSeconds: 3, date: '2030-01-02T00:00:00Z' };
  keep({ id, parameters, seed, data, provenance, loaded: false, kept: false, [displaySymbol]: () => ({}) });
}

test('entries of Table 1 are read from what is kept with the sources, and say of which revision', async (t) => {
  await withNothingStored(t, () => {
    const cell: TableOneCell = { model: 'cir-0.5', energy: 'scattering-spectra', method: 'mean-field' };
    keepEntry(cell, 31.2, { error: 0.7 });
    const computed = scorecard().filter(({ verdict }) => verdict !== 'not yet computed');
    assert.equal(computed.length, 1);
    const [score] = computed;
    assert.deepEqual([score.paper, score.ours, score.standardError, score.verdict], [30.78, 31.2, 0.7, 'agrees']);
    assert.equal(score.source, 'revision abc123, 2030-01-02');
    assert.equal(score.where, '04');
  });
});

test('what the paper says of all pairs is counted; exceptions and near ties are named', async (t) => {
  await withNothingStored(t, () => {
    for (const cell of tableOneCells()) {
      const tie = cell.model === 'cir-0.5' && cell.energy === 'autocovariance';
      const meanField = cell.method === 'mean-field';
      const best = { 'ar-0.1': 0, 'ar-0.2-0.1': 0, 'ar-0.1-0.2-0.1': 3, 'cir-0.5': 3, 'cir-0.707': 0 }[cell.model];
      const distance = tableOneEnergies.indexOf(cell.energy) === best ? 0 : 2;
      // The mean field is a nat nearer everywhere, but for a tie that it loses by less than the errors and where it rises.
      keepEntry(cell, 5 + distance + (meanField ? (tie ? 0.05 : -1) : 0), {
        rise: meanField === tie ? 3 : 0,
        entropy: meanField ? 0 : 4,
      });
    }
    const scores = scorecard();
    const about = (part: string) => scores.filter(({ claim: text }) => text.includes(part));
    const [better] = about('at least as well as the regular');
    assert.deepEqual([better.ours, better.paper, better.verdict], [19, 20, 'agrees']);
    assert.equal(better.note, 'Within one standard error of each other: CIR(1/2, 1, 1), autocovariance (-0.05 ± 0.14 nats).');
    const [ofFive, ofAll] = about('must be stopped early');
    assert.deepEqual([ofFive.ours, ofFive.paper, ofFive.verdict, ofFive.note], [5, 5, 'agrees', undefined]);
    assert.deepEqual([ofAll.ours, ofAll.verdict, ofAll.note], [19, 'differs', 'Not: CIR(1/2, 1, 1), autocovariance.']);
    const [meanFieldFive, meanFieldAll] = about('need not be');
    assert.deepEqual([meanFieldFive.ours, meanFieldAll.ours, meanFieldAll.note], [5, 19, 'Not: CIR(1/2, 1, 1), autocovariance.']);
    assert.ok(about('comes nearest').length === 5 && about('comes nearest').every(({ ours, verdict }) => ours === 1 && verdict === 'agrees'));
    assert.equal(about('loses less entropy')[0].ours, 5);
  });
});

test('the paper’s divergence of 2.76 nats from 128 paths is known to about 0.21', () => {
  assert.ok(Math.abs(paperError(2.76) - 0.2077) < 1e-4);
});
