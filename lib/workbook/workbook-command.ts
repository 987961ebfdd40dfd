import { dirname, join, relative } from 'node:path';
import { Command, UsageError } from './command';
import { durationRecord } from './duration-record';
import { profileOf, selectNotebooks, workerCountOf } from './settings';
import { SiteNotebook } from './site/site';
import { scorecardTable } from './verdicts';

const root = dirname(require.resolve('microcanon/package.json'));

function reportFailures(notebooks: readonly SiteNotebook[], selected: readonly string[]): number {
  const failed = notebooks.filter(({ name, run }) => selected.includes(`${name}.ipynb`) && run?.failure !== undefined);
  for (const { name, run } of failed) {
    const { cell, firstLine, error } = run!.failure!;
    process.stderr.write(`\nworkbook: notebooks/${name}.ipynb, cell ${cell} (${firstLine}) failed: ${error}\n`);
  }
  return failed.length;
}

/** `microcanon workbook`: runs the notebooks, writes the site, prints the scorecard. */
export const workbookCommand: Command = {
  name: 'workbook',
  summary: 'Executes the notebooks and writes the static workbook, site/index.html.',
  options: {
    profile: { value: 'NAME', help: 'quick (default): minutes on two cores; paper: the paper’s full size' },
    only: { value: 'LIST', help: 'only these notebooks, e.g. 03 or 03,05; the others keep their last results' },
    render: { help: 'execute nothing: write the pages again from what the last build computed' },
    workers: { value: 'N', help: 'worker threads of the computations (default: the number of cores)' },
  },
  details: 'Exit code: 0 when every cell ran, 1 when one failed (the site is written all the same), 2 for a wrong option.',
  async run({ options }) {
    const { notebooksIn, runFacts, runNotebooks } = await import('./workbook.js');
    const { writeSite } = await import('./site/site.js');
    const { readBibliography, referencesFile } = await import('./site/bibliography.js');
    const bibliography = readBibliography(referencesFile);
    const notebooksFolder = join(root, 'notebooks');
    if (options.render && options.only !== undefined) {
      throw new UsageError('workbook: expects --render or --only, got both; leave one out');
    }
    const profile = profileOf(options.profile);
    const plan = {
      notebooksFolder,
      siteFolder: join(root, 'site'),
      selected: options.render ? [] : selectNotebooks(notebooksIn(notebooksFolder), options.only),
      profile,
      workers: workerCountOf(options.workers),
      durations: durationRecord(join(root, 'data', 'cache', 'cell-durations.json'), profile),
    };
    // An exit, unlike a signal's own end, lets the running kernel's files be removed; the kernel follows within a second.
    for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15]] as const) {
      process.once(signal, () => {
        process.stderr.write('\nworkbook: stopped; run it again to go on from what is stored in data/cache\n');
        process.exit(128 + number);
      });
    }
    process.env.MICROCANON_PROFILE = profile;
    process.env.MICROCANON_WORKERS = String(plan.workers);
    const notebooks = await runNotebooks(plan);
    const { scorecard } = await import('./scorecard/scorecard.js');
    const scores = scorecard((line) => process.stderr.write(`${line}\n`));
    const problems = writeSite(plan.siteFolder, { notebooks, scores, facts: runFacts(plan), bibliography });
    process.stdout.write(`\nScorecard (profile ${profile})\n\n${scorecardTable(scores)}\n`);
    for (const problem of problems) process.stderr.write(`\nworkbook: ${problem}\n`);
    const failures = reportFailures(notebooks, plan.selected);
    process.stdout.write(`\nOpen ${relative(process.cwd(), join(plan.siteFolder, 'index.html'))} in a browser.\n`);
    return failures + problems.length > 0 ? 1 : 0;
  },
};
