import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { changeSettings, placeOf, settings, UnwritableError } from '../host/index.js';
import { libraryFolder } from '../host/node/library-folder.js';
import { complaintOf, writingInto } from '../host/node/place.js';
import { UsageError } from '../site/command-error.js';
import { notebooksIn } from '../site/notebook.js';
import type { GrowingSite, SiteNotebook, SiteParts } from '../site/site.js';
import { scorecardTable } from '../site/verdicts.js';
import type { Command } from './command.js';
import { profileOf, selectNotebooks, workerCountOf } from './settings.js';
import { onStopSignals } from './stop-signals.js';
import { buildRecord } from './workbook/build-record.js';

const root = libraryFolder();

function reportFailures(notebooks: readonly SiteNotebook[], selected: readonly string[]): number {
  const failed = notebooks.filter(({ name, run }) => selected.includes(`${name}.ipynb`) && run?.failure !== undefined);
  for (const { name, run } of failed) {
    const { cell, firstLine, error } = run!.failure!;
    process.stderr.write(`\nworkbook: notebooks/${name}.ipynb, cell ${cell} (${firstLine}) failed: ${error}\n`);
  }
  return failed.length;
}

/** The site as it grows, or nothing more of it once a folder cannot be written, which is a problem that `finish` gives. */
function site(
  folder: string,
  parts: Omit<SiteParts, 'scores'>,
  growingSite: typeof import('../site/site.js').growingSite,
) {
  const problems: string[] = [];
  let growing: GrowingSite | undefined;
  const attempt = (work: () => void): void => {
    if (problems.length > 0) return;
    try {
      writingInto(placeOf('site'), work);
    } catch (error) {
      if (!(error instanceof UnwritableError)) throw error;
      problems.push(`the pages are not written: ${error.message}`);
    }
  };
  attempt(() => (growing = growingSite(folder, parts)));
  return {
    add: (notebook: SiteNotebook): void => attempt(() => growing!.add(notebook)),
    finish(all: SiteParts): string[] {
      attempt(() => problems.push(...growing!.finish(all)));
      return problems;
    },
  };
}

/** Prints what the pages weigh, and gives what weighs too much. */
async function weigh(siteFolder: string): Promise<string[]> {
  const { siteWeight, weightProblems, weightTable } = await import('../site/site-weight.js');
  const weight = siteWeight(siteFolder);
  process.stdout.write(`\nWeight\n\n${weightTable(weight)}\n`);
  return weightProblems(weight);
}

function textFile(...path: string[]): string {
  return readFileSync(join(root, ...path), 'utf8');
}

/** `microcanon workbook`: runs the notebooks, writes the site, prints the scorecard. */
export const workbookCommand: Command = {
  name: 'workbook',
  summary: 'Runs the notebooks, writes the static workbook (site/index.html) and prints the scorecard.',
  options: {
    profile: { value: 'NAME', help: 'quick (default): minutes on two cores; paper: the paper’s full size' },
    only: { value: 'LIST', help: 'run only these notebooks, e.g. 03 or 03,05; the others keep their last outputs' },
    render: { help: 'run nothing: write the pages again from the outputs of the last build' },
    workers: {
      value: 'N',
      help: 'number of worker threads and of notebooks that run at the same time (default: the number of cores)',
    },
  },
  details:
    'Results are kept in data/cache, pages are written into site; MICROCANON_CACHE and MICROCANON_SITE name other folders.\n' +
    'Without an option, MICROCANON_PROFILE and MICROCANON_WORKERS are used.\n\n' +
    'Exit code: 0 when every cell ran, 1 when one failed, the pages cannot be written, or the site weighs too much, 2 for wrong usage.',
  async run({ options }) {
    const { earlierNotebook } = await import('./workbook/earlier-notebook.js');
    const { runFacts, runNotebooks } = await import('./workbook/run-notebooks.js');
    const { growingSite, partsNotebook } = await import('../site/site.js');
    const { writeAssetParts, writeLibraryParts } = await import('../site/live/write-parts.js');
    const { readBibliography, referencesFile } = await import('../site/bibliography.js');
    const { writeApiReference } = await import('../site/api-reference.js');
    const notebooksFolder = join(root, 'notebooks');
    if (options.render && options.only !== undefined)
      throw new UsageError('workbook: expects --render or --only, got both; leave one out');
    const profile = profileOf(options.profile);
    const { site: siteFolder, cache } = settings().folders;
    const plan = {
      notebooksFolder,
      siteFolder,
      selected: options.render ? [] : selectNotebooks(notebooksIn(notebooksFolder), options.only),
      profile,
      workers: workerCountOf(options.workers),
      record: buildRecord(join(cache, 'workbook-build.json'), profile),
    };
    onStopSignals(
      () =>
        `workbook: stopped; the pages of notebooks that had ended are in ${siteFolder}; run it again to go on from what is stored in ${cache}`,
    );
    changeSettings({ profile, workers: plan.workers });
    const before = notebooksIn(notebooksFolder).map((file) => earlierNotebook(plan, file));
    const texts = { data: textFile('data', 'README.md'), licence: textFile('LICENSE') };
    const shared = { facts: runFacts(plan), bibliography: readBibliography(referencesFile), ...texts };
    const pages = site(siteFolder, { notebooks: before, ...shared }, growingSite);
    // A first page comes sooner when kernels have the cores for themselves.
    let begin = (): void => {};
    let begun = Promise.resolve();
    if (plan.selected.length > plan.workers) begun = new Promise((resolve) => (begin = resolve));
    const reference = begun.then(() => writeApiReference(siteFolder)).catch((error: Error) => error.message);
    // After the reference, so that no more than one process works beside the kernels.
    const names = before.map(({ name }) => name);
    const libraryParts = reference
      .then(() => writeLibraryParts(siteFolder, names, shared.bibliography))
      .catch((error: Error) => error);
    const notebooks = await runNotebooks(plan, (notebook) => {
      pages.add(notebook);
      begin();
    });
    const missing = await reference;
    if (missing !== undefined) process.stderr.write(`\nworkbook: ${missing}\n`);
    const { scorecard } = await import('../site/scorecard.js');
    const { printer } = await import('../study/report.js');
    const scores = scorecard(printer((line) => process.stderr.write(`${line}\n`)));
    const problems = pages.finish({ notebooks, scores, ...shared });
    const parts = await libraryParts;
    if (parts instanceof Error) problems.push(`cells of pages cannot be run: ${parts.message}`);
    else writeAssetParts(siteFolder, notebooks.map(partsNotebook), parts);
    problems.push(...(await weigh(siteFolder)));
    process.stdout.write(`\nScorecard (profile ${profile})\n\n${scorecardTable(scores)}\n`);
    for (const problem of problems) process.stderr.write(`\nworkbook: ${problem}\n`);
    const failures = reportFailures(notebooks, plan.selected);
    const page = join(siteFolder, 'index.html');
    if (existsSync(page)) process.stdout.write(`\nOpen ${relative(process.cwd(), page)} in a browser.\n`);
    const unkept = complaintOf(placeOf('cache'));
    if (unkept !== undefined) process.stderr.write(`\nworkbook: what is computed is not kept: ${unkept}\n`);
    return failures + problems.length > 0 ? 1 : 0;
  },
};
