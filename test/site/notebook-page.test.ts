import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { notebooksIn, readNotebook, textOf } from '../../lib/site/notebook.js';
import { questionOf, titleOf } from '../../lib/site/notebook-page.js';
import { scorecardTable, shownEstimate } from '../../lib/site/verdicts.js';
import { root } from '../support.js';
import { code, notebook, prose } from './sample.js';

test('a notebook’s title is its first heading, else its name', () => {
  assert.equal(titleOf(notebook(code('1'), prose('text\n\n# The `mean` field #\n')), 'name'), 'The mean field');
  assert.equal(titleOf(notebook(prose('no heading')), 'name'), 'name');
});

test('a notebook’s question is the paragraph marked so, else the first one', () => {
  assert.equal(
    questionOf(
      notebook(prose('# Title\n\n*Section 4.*\n\n**The question.** Can paths\ngo there?\n\n**The idea.** Yes.')),
    ),
    'Can paths go there?',
  );
  assert.equal(questionOf(notebook(prose('# Title'), prose('**Question:** Why?'))), 'Why?');
  assert.equal(
    questionOf(notebook(prose('# Title\n\nQuestions are good. Really?\n\nMore.'))),
    'Questions are good. Really?',
  );
  assert.equal(questionOf(notebook(prose('# Title'))), undefined);
});

test('an estimate is shown to the decimal place of its standard error’s second digit', () => {
  assert.deepEqual(shownEstimate({ ours: 2.40923, standardError: 0.1934 }), { ours: '2.41', standardError: '0.19' });
  assert.deepEqual(shownEstimate({ ours: 157.4, standardError: 12.6 }), { ours: '157', standardError: '13' });
  assert.deepEqual(shownEstimate({ ours: 5.19264, standardError: 0 }), { ours: '5.193', standardError: '–' });
  assert.deepEqual(shownEstimate({ ours: 59_338_012, standardError: 54_827_515 }), {
    ours: '5.9e+7',
    standardError: '5.5e+7',
  });
  assert.deepEqual(shownEstimate({}), { ours: '–', standardError: '–' });
});

test('the terminal’s scorecard shows every computed claim and counts the others by figure', () => {
  const table = scorecardTable([
    {
      figure: 'Figure 3',
      claim: 'minimum',
      stated: 0.09,
      ours: 0.083,
      standardError: 0.036,
      verdict: 'agrees',
      where: '03',
    },
    { figure: 'Figure 1', claim: 'step', stated: 36, ours: 50, standardError: 2, verdict: 'differs', where: '02' },
    { figure: 'Table 1', claim: 'one', stated: 1, verdict: 'not yet computed', where: '' },
    { figure: 'Table 1', claim: 'two', stated: 1, verdict: 'not yet computed', where: '' },
  ]);
  assert.match(table, /^Figure 3\s+minimum\s+0\.09\s+0\.083\s+0\.036\s+agrees$/m);
  assert.match(table, /^Figure 1\s+step\s+36\s+50\.0\s+2\.0\s+differs$/m);
  assert.match(table, /^Table 1\s+2 claims\s+not yet computed$/m);
  assert.match(table, /^the paper: 1 agree, 1 differ, 0 not judged, 2 not yet computed$/m);
  assert.doesNotMatch(table, /guide|predictions/);
});

test('the terminal’s scorecard counts the claims of the paper, the statements of each other text, and the workbook’s own predictions', () => {
  const entry = {
    figure: 'one',
    claim: 'a number',
    stated: 1,
    ours: 1,
    where: '04',
    predictedBy: 'a closed form',
  } as const;
  const guide = { text: 'guide', at: 'section 2' } as const;
  const table = scorecardTable([
    { ...entry, verdict: 'agrees' },
    { ...entry, verdict: 'differs', place: guide },
    { ...entry, verdict: 'agrees', place: guide },
    { ...entry, verdict: 'agrees', place: guide },
    { ...entry, verdict: 'not testable', place: { text: 'laboratory', at: 'abstract' } },
  ]);
  assert.deepEqual(table.split('\n').slice(-4), [
    'the paper: 0 agree, 0 differ, 0 not judged, 0 not yet computed',
    'the guide on energy-based models: 2 agree, 1 differ, 0 not judged, 0 not yet computed',
    'the laboratory of mean-field games: 0 agree, 0 differ, 0 not judged, 1 not testable, 0 not yet computed',
    'predictions of this workbook: 1 agree, 0 differ, 0 not judged, 0 not yet computed',
  ]);
});

test('the terminal’s scorecard says which revisions kept results come from', () => {
  const entry = {
    figure: 'Table 1',
    claim: 'one',
    stated: 1,
    ours: 1,
    standardError: 0.1,
    verdict: 'agrees',
    where: '04',
  } as const;
  const kept = { ...entry, origin: 'kept', source: 'revision abc, 2030-01-02' } as const;
  const table = scorecardTable([
    { ...entry, origin: 'computed here', source: 'revision now, 2030-01-04' },
    kept,
    { ...kept, source: 'revision abc, 2030-01-02; revision def, 2030-01-03' },
  ]);
  assert.match(
    table,
    /\n1 computed here: revision now, 2030-01-04\n2 from results kept with the sources: revision abc, 2030-01-02; revision def, 2030-01-03$/,
  );
});

test('every exercise of the notebooks has an answer that is folded: on the site by its tag, in JupyterLab by its hidden source', () => {
  for (const file of notebooksIn(join(root, 'notebooks'))) {
    const { cells } = readNotebook(join(root, 'notebooks', file));
    if (!cells.some(({ cell_type, source }) => cell_type === 'markdown' && /^## .*Exercise/m.test(textOf(source))))
      continue;
    const answers = cells.filter(({ metadata }) => (metadata.tags as string[] | undefined)?.includes('answer'));
    assert.ok(
      answers.some(({ cell_type }) => cell_type === 'code'),
      file,
    );
    for (const { cell_type, metadata, source } of answers) {
      if (cell_type === 'code')
        assert.deepEqual(metadata.jupyter, { source_hidden: true }, `${file}: ${textOf(source)}`);
    }
  }
});
