import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arDescents } from '../../lib/chapter/overfitting/index.js';
import { currentProfile } from '../../lib/study/index.js';
import { withVariable } from '../environment.js';

test('the profile is quick unless MICROCANON_PROFILE says paper', async () => {
  assert.equal(await withVariable('MICROCANON_PROFILE', '', currentProfile), 'quick');
  assert.equal(await withVariable('MICROCANON_PROFILE', 'quick', currentProfile), 'quick');
  assert.equal(await withVariable('MICROCANON_PROFILE', 'paper', currentProfile), 'paper');
});

test('experiments take more paths in the paper profile, by the variable or by argument', async () => {
  const quick = arDescents({}, { profile: 'quick' }).parameters;
  const paper = arDescents({}, { profile: 'paper' }).parameters;
  assert.ok(paper.ensembleCount > quick.ensembleCount);
  assert.deepEqual({ ...paper, ensembleCount: 0 }, { ...quick, ensembleCount: 0 });
  assert.deepEqual((await withVariable('MICROCANON_PROFILE', 'paper', () => arDescents())).parameters, paper);
});
