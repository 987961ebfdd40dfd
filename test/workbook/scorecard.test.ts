import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { paperError, type Claim } from '../../lib/workbook/scorecard/claim';
import { claims } from '../../lib/workbook/scorecard/claims';
import { judge, scorecard } from '../../lib/workbook/scorecard/scorecard';

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

test('without stored results every claim is there and none is scored', () => {
  const folder = mkdtempSync(join(tmpdir(), 'microcanon-'));
  const before = process.env.MICROCANON_CACHE;
  process.env.MICROCANON_CACHE = folder;
  try {
    const scores = scorecard();
    assert.equal(scores.length, claims().length);
    assert.ok(scores.every(({ verdict, ours }) => verdict === 'not yet computed' && ours === undefined));
  } finally {
    if (before === undefined) delete process.env.MICROCANON_CACHE;
    else process.env.MICROCANON_CACHE = before;
    rmSync(folder, { recursive: true });
  }
});

test('all 40 entries of Table 1 are claims, each with the paper’s number', () => {
  const entries = claims().filter(({ figure, paper }) => figure.includes('Table 1') && typeof paper === 'number');
  assert.equal(entries.length, 40);
});

test('the paper’s divergence of 2.76 nats from 128 paths is known to about 0.21', () => {
  assert.ok(Math.abs(paperError(2.76) - 0.2077) < 1e-4);
});
