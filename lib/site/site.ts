import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../host/node/whole-file.js';
import { referenceAddress } from './api-reference.js';
import { copyAssets } from './assets.js';
import { type Bibliography, bibliography as bibliographyOf } from './bibliography.js';
import { cellAddresses } from './cell-address.js';
import { indexPage, type RunFacts } from './index-page.js';
import { type Notebook, type NotebookRun, writeNotebook } from './notebook.js';
import { type NotebookPage, notebookPage, questionOf, titleOf } from './notebook-page.js';
import { type CitingPage, referencesPage } from './references-page.js';
import type { Score } from './scorecard.js';
import { scorecardPage } from './scorecard-page.js';
import { textPage } from './text-page.js';
import { verdictsOf } from './verdicts.js';

/** A notebook as the site shows it. */
export interface SiteNotebook {
  /** File name without `.ipynb`. */
  readonly name: string;
  /** With outputs; a notebook that was not run has none. */
  readonly notebook: Notebook;
  /** How its last execution went; absent for a notebook that was not run. */
  readonly run?: NotebookRun;
}

/** Everything that a site is made from. */
export interface SiteParts {
  /** In reading order. */
  readonly notebooks: readonly SiteNotebook[];
  readonly scores?: readonly Score[];
  readonly facts: RunFacts;
  /** What the data are and under which terms, in Markdown: a page of its own. */
  readonly data?: string;
  /** Text of the licence, to lie beside the pages. */
  readonly licence?: string;
  /** What the notebooks may cite; nothing when left out. */
  readonly bibliography?: Bibliography;
}

/** Keeps pictures under names made from their content and tells which were used. */
function pictureFolder(site: string) {
  const folder = join(site, 'figures');
  mkdirSync(folder, { recursive: true });
  const used = new Set<string>();
  return {
    keep(png: Buffer): string {
      const name = `${createHash('sha256').update(png).digest('hex').slice(0, 16)}.png`;
      used.add(name);
      if (!existsSync(join(folder, name))) writeWhole(join(folder, name), png);
      return `figures/${name}`;
    },
    removeUnused(): void {
      for (const name of readdirSync(folder)) if (!used.has(name)) rmSync(join(folder, name), { recursive: true });
    },
  };
}

/** Removes pages and notebook copies of an earlier build whose notebook is gone, and what a Jupyter there has left behind. */
function removeDeparted(site: string, names: ReadonlySet<string>): void {
  const expected = new Set(['index', 'scorecard', 'references', 'data', ...names]);
  for (const file of readdirSync(site)) {
    if (file.endsWith('.html') && !expected.has(file.slice(0, -'.html'.length))) rmSync(join(site, file));
  }
  for (const file of readdirSync(join(site, 'notebooks'))) {
    if (!names.has(file.replace(/\.ipynb$/, ''))) rmSync(join(site, 'notebooks', file), { recursive: true });
  }
}

/**
 * Writes the whole site: contents, a page for each notebook, the scorecard, the references, the executed notebooks, and what the
 * pages load. Each file is written beside its place and renamed, so that an earlier site stays readable meanwhile.
 * @param folder created when absent
 * @returns a sentence for each formula that could not be typeset and each citation of nothing, with its notebook
 */
export function writeSite(
  folder: string,
  { notebooks, scores, facts, data, licence, bibliography = bibliographyOf([]) }: SiteParts,
): string[] {
  mkdirSync(join(folder, 'notebooks'), { recursive: true });
  copyAssets(folder);
  const names = new Set(notebooks.map(({ name }) => name));
  const addressOf = cellAddresses(notebooks);
  const pictures = pictureFolder(folder);
  const titles = notebooks.map(({ name, notebook }) => ({ address: `${name}.html`, title: titleOf(notebook, name) }));
  const problems: string[] = [];
  const citing: CitingPage[] = [];
  const entries = notebooks.map(({ name, notebook, run }, index) => {
    let picture: { address: string; description: string } | undefined;
    const keepImage = (png: Buffer, description: string) => {
      const address = pictures.keep(png);
      picture ??= { address, description };
      return address;
    };
    const parts: NotebookPage = {
      name,
      notebook,
      run,
      pages: names,
      bibliography,
      keepImage,
      previous: titles[index - 1],
      next: titles[index + 1],
    };
    const page = notebookPage(parts);
    writeWhole(join(folder, `${name}.html`), page.document);
    writeNotebook(join(folder, 'notebooks', `${name}.ipynb`), notebook);
    citing.push({ name, title: titles[index].title, citations: page.citations });
    problems.push(...page.problems.map((problem) => `${name}: ${problem}`));
    return {
      name,
      title: titles[index].title,
      question: questionOf(notebook),
      picture,
      seconds: run?.seconds,
      failed: run?.failure !== undefined,
    };
  });
  if (data !== undefined) writeWhole(join(folder, 'data.html'), textPage('data', data, names));
  if (licence !== undefined) writeWhole(join(folder, 'LICENSE.txt'), licence);
  writeWhole(join(folder, 'references.html'), referencesPage(bibliography, citing));
  writeWhole(join(folder, 'scorecard.html'), scorecardPage(scores ?? [], names, addressOf));
  writeWhole(join(folder, 'scorecard.json'), `${JSON.stringify(scores ?? [], null, 2)}\n`);
  writeWhole(
    join(folder, 'index.html'),
    indexPage(entries, facts, scores && verdictsOf(scores), {
      addressOf,
      hasData: data !== undefined,
      hasLicence: licence !== undefined,
      hasReference: existsSync(join(folder, referenceAddress)),
    }),
  );
  removeDeparted(folder, names);
  pictures.removeUnused();
  return problems;
}
