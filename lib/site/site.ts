import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../host/node/whole-file.js';
import { referenceAddress } from './api-reference.js';
import { copyAssets } from './assets.js';
import { type Bibliography, bibliography as bibliographyOf } from './bibliography.js';
import { cellAddresses } from './cell-address.js';
import { type IndexEntry, indexPage, type RunFacts } from './index-page.js';
import { type PartsNotebook, partList } from './live/part-list.js';
import { type Notebook, type NotebookRun, textOf, writeNotebook } from './notebook.js';
import { notebookPage, questionOf, titleOf } from './notebook-page.js';
import { notebookScript } from './notebook-script.js';
import { ownPage, ownPageName } from './own-page.js';
import { type CitingPage, referencesPage } from './references-page.js';
import type { Score } from './scorecard.js';
import { scorecardPage } from './scorecard-page.js';
import { textPage } from './text-page.js';
import { paperScores, verdictsOf } from './verdicts.js';

/** A notebook as the site shows it. */
export interface SiteNotebook {
  /** File name without `.ipynb`. */
  readonly name: string;
  /** The notebook with its outputs; without outputs when it was not run. */
  readonly notebook: Notebook;
  /** Facts of the last execution; absent for a notebook that was not run. */
  readonly run?: NotebookRun;
}

/** Everything that a site is made from. */
export interface SiteParts {
  /** The notebooks in reading order. */
  readonly notebooks: readonly SiteNotebook[];
  readonly scores?: readonly Score[];
  readonly facts: RunFacts;
  /** Description and terms of the data in Markdown, for a page of their own. */
  readonly data?: string;
  /** Text of the licence, for a file beside the pages. */
  readonly licence?: string;
  /** The works that notebooks may cite; none when left out. */
  readonly bibliography?: Bibliography;
}

/** Stores pictures under names made from their content, and removes pictures that no page uses. */
function pictureFolder(site: string) {
  const folder = join(site, 'figures');
  mkdirSync(folder, { recursive: true });
  const used = new Set<string>();
  return {
    keep(png: Uint8Array): string {
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

/** Removes pages and notebook copies of an earlier build whose notebook is gone, and files that Jupyter left in the folder of copies. */
function removeDeparted(site: string, names: ReadonlySet<string>): void {
  const expected = new Set(['index', 'scorecard', 'references', 'data', ownPageName, ...names]);
  for (const file of readdirSync(site)) {
    if (file.endsWith('.html') && !expected.has(file.slice(0, -'.html'.length))) rmSync(join(site, file));
  }
  for (const file of readdirSync(join(site, 'assets', 'live'))) {
    const name = /^notebook-(.*)\.js$/.exec(file)?.[1];
    if (name !== undefined && !names.has(name)) rmSync(join(site, 'assets', 'live', file));
  }
  for (const file of readdirSync(join(site, 'notebooks'))) {
    if (!names.has(file.replace(/\.ipynb$/, ''))) rmSync(join(site, 'notebooks', file), { recursive: true });
  }
}

/** The notebooks' pages as they are written one after the other. */
interface WrittenPages {
  readonly entries: readonly IndexEntry[];
  readonly citing: readonly CitingPage[];
  readonly problems: readonly string[];
}

/** A notebook as its page's parts depend on it. */
export function partsNotebook({ name, notebook, run }: SiteNotebook): PartsNotebook {
  const code = notebook.cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => textOf(source));
  return { name, code, reads: run?.reads ?? [] };
}

/** Writes the page and the executed copy of each notebook. */
function writeNotebookPages(
  folder: string,
  notebooks: readonly SiteNotebook[],
  bibliography: Bibliography,
  pictures: ReturnType<typeof pictureFolder>,
): WrittenPages {
  const pages = new Set(notebooks.map(({ name }) => name));
  const titles = notebooks.map(({ name, notebook }) => ({ address: `${name}.html`, title: titleOf(notebook, name) }));
  const parts = partList(notebooks.map(partsNotebook));
  const citing: CitingPage[] = [];
  const problems: string[] = [];
  const entries = notebooks.map(({ name, notebook, run }, index): IndexEntry => {
    let picture: { address: string; description: string } | undefined;
    const keepImage = (png: Uint8Array, description: string) => {
      const address = pictures.keep(png);
      picture ??= { address, description };
      return address;
    };
    const [previous, next] = [titles[index - 1], titles[index + 1]];
    const page = notebookPage({
      name,
      notebook,
      run,
      pages,
      bibliography,
      keepImage,
      previous,
      next,
      parts: parts.of(name),
    });
    writeWhole(join(folder, `${name}.html`), page.document);
    writeNotebook(join(folder, 'notebooks', `${name}.ipynb`), notebook);
    writeWhole(join(folder, 'assets', 'live', `notebook-${name}.js`), notebookScript(notebook));
    const { title } = titles[index];
    citing.push({ name, title, citations: page.citations });
    problems.push(...page.problems.map((problem) => `${name}: ${problem}`));
    const failed = run?.failure !== undefined;
    return { name, title, question: questionOf(notebook), picture, seconds: run?.seconds, failed };
  });
  return { entries, citing, problems };
}

/**
 * Writes the whole site: contents, a page for each notebook, the scorecard, the references, the executed notebooks, and what the
 * pages load. Each file is written under another name and then renamed, so that an earlier site stays readable.
 * @param folder created when absent
 * @returns a sentence for each formula that cannot be typeset and each citation without a work, with its notebook
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
  const { entries, citing, problems } = writeNotebookPages(folder, notebooks, bibliography, pictures);
  if (data !== undefined) writeWhole(join(folder, 'data.html'), textPage('data', data, names));
  writeWhole(join(folder, `${ownPageName}.html`), ownPage());
  if (licence !== undefined) writeWhole(join(folder, 'LICENSE.txt'), licence);
  writeWhole(join(folder, 'references.html'), referencesPage(bibliography, citing));
  writeWhole(join(folder, 'scorecard.html'), scorecardPage(scores ?? [], names, addressOf));
  writeWhole(join(folder, 'scorecard.json'), `${JSON.stringify(scores ?? [], null, 2)}\n`);
  writeWhole(
    join(folder, 'index.html'),
    indexPage(entries, facts, scores && verdictsOf(paperScores(scores)), {
      addressOf,
      hasData: data !== undefined,
      hasLicence: licence !== undefined,
      hasReference: existsSync(join(folder, referenceAddress)),
    }),
  );
  removeDeparted(folder, names);
  pictures.removeUnused();
  return [...problems];
}
