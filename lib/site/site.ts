import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../host/node/whole-file.js';
import { referenceAddress } from './api-reference.js';
import { copyAssets } from './assets.js';
import { type Bibliography, bibliography as bibliographyOf } from './bibliography.js';
import { type CellAddress, cellAddresses } from './cell-address.js';
import { writeExecutedCopy } from './executed-copy.js';
import { type IndexEntry, indexPage, type RunFacts } from './index-page.js';
import { type PartsNotebook, partList } from './live/part-list.js';
import { type Notebook, type NotebookRun, textOf } from './notebook.js';
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

/** A notebook as its page's parts depend on it. */
export function partsNotebook({ name, notebook, run }: SiteNotebook): PartsNotebook {
  const code = notebook.cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => textOf(source));
  return { name, code, reads: run?.reads ?? [] };
}

/** What the index, the references and the problems need of a written page. */
interface WrittenPage {
  readonly entry: IndexEntry;
  readonly citing: CitingPage;
  readonly problems: readonly string[];
  /** The attribute that names the page's parts. */
  readonly partsAttribute: string;
}

const partsAttribute = (parts: readonly string[]): string => `data-parts="${parts.join(' ')}"`;

/** Writes the pages and executed copies of notebooks, in any order. */
function pageWriter(folder: string, notebooks: readonly SiteNotebook[], bibliography: Bibliography) {
  const pages = new Set(notebooks.map(({ name }) => name));
  const titles = notebooks.map(({ name, notebook }) => ({ address: `${name}.html`, title: titleOf(notebook, name) }));
  const pictures = pictureFolder(folder);
  const written = new Map<string, WrittenPage>();
  return {
    written,
    pictures,
    /** @param parts what the page's cells load, as far as that is known */
    write({ name, notebook, run }: SiteNotebook, parts: readonly string[]): void {
      let picture: { address: string; description: string } | undefined;
      const keepImage = (png: Uint8Array, description: string) => {
        const address = pictures.keep(png);
        picture ??= { address, description };
        return address;
      };
      const index = notebooks.findIndex((one) => one.name === name);
      const [previous, next] = [titles[index - 1], titles[index + 1]];
      const page = notebookPage({ name, notebook, run, pages, bibliography, keepImage, previous, next, parts });
      writeWhole(join(folder, `${name}.html`), page.document);
      writeExecutedCopy({ site: folder, name }, notebook, pictures.keep);
      writeWhole(join(folder, 'assets', 'live', `notebook-${name}.js`), notebookScript(notebook));
      const { title } = titles[index];
      const failed = run?.failure !== undefined;
      written.set(name, {
        entry: { name, title, question: questionOf(notebook), picture, seconds: run?.seconds, failed },
        citing: { name, title, citations: page.citations },
        problems: page.problems.map((problem) => `${name}: ${problem}`),
        partsAttribute: partsAttribute(parts),
      });
    },
    /** Names other parts in a written page. */
    changeParts(name: string, parts: readonly string[]): void {
      const page = written.get(name)!;
      const attribute = partsAttribute(parts);
      if (attribute === page.partsAttribute) return;
      const file = join(folder, `${name}.html`);
      writeWhole(
        file,
        readFileSync(file, 'utf8').replace(page.partsAttribute, () => attribute),
      );
      written.set(name, { ...page, partsAttribute: attribute });
    },
  };
}

/** A site whose notebooks end one after the other, each page written at once. */
export interface GrowingSite {
  /** Writes the page of a notebook that has ended, and the index, which then leads to it. */
  add(notebook: SiteNotebook): void;
  /**
   * Writes what is missing: pages of notebooks that were not added, the scorecard, the references, the index.
   * @returns a sentence for each formula that cannot be typeset and each citation without a work, with its notebook
   */
  finish(parts: SiteParts): string[];
}

/**
 * Starts a site. Until it is finished, its index names the notebooks that have not ended, and leads to those of which an earlier
 * build has left a page. Each file is written under another name and then renamed, so that an earlier site stays readable.
 * @param folder created when absent
 * @param notebooks all of the site in reading order, as far as they are known: their outputs may come later
 */
export function growingSite(
  folder: string,
  { notebooks, facts, data, licence, bibliography = bibliographyOf([]) }: Omit<SiteParts, 'scores'>,
): GrowingSite {
  mkdirSync(join(folder, 'notebooks'), { recursive: true });
  copyAssets(folder);
  const names = new Set(notebooks.map(({ name }) => name));
  const addressOf = cellAddresses(notebooks);
  const pages = pageWriter(folder, notebooks, bibliography);
  const added = new Map<string, SiteNotebook>();
  const writeIndex = (facts: RunFacts, scores?: readonly Score[]): void => {
    const entries = notebooks.map(
      ({ name, notebook }): IndexEntry =>
        pages.written.get(name)?.entry ?? {
          name,
          title: titleOf(notebook, name),
          question: questionOf(notebook),
          failed: false,
          pending: existsSync(join(folder, `${name}.html`)) ? 'has an earlier page' : 'has no page',
        },
    );
    const extras = {
      addressOf: ((mark, cell) => addressWritten(folder, addressOf(mark, cell))) satisfies CellAddress,
      hasData: data !== undefined,
      hasLicence: licence !== undefined,
      hasReference: existsSync(join(folder, referenceAddress)),
    };
    const verdicts = scores && verdictsOf(paperScores(scores));
    writeWhole(join(folder, 'index.html'), indexPage(entries, facts, verdicts, extras));
  };
  if (data !== undefined) writeWhole(join(folder, 'data.html'), textPage('data', data, names));
  writeWhole(join(folder, `${ownPageName}.html`), ownPage(bibliography));
  if (licence !== undefined) writeWhole(join(folder, 'LICENSE.txt'), licence);
  /** Pages that every page leads to, in a site that has none of an earlier build. */
  const writeEmptyPages = (): void => {
    const empty = {
      'references.html': () => referencesPage(bibliography, []),
      'scorecard.html': () => scorecardPage([], names, addressOf),
    };
    for (const [file, page] of Object.entries(empty))
      if (!existsSync(join(folder, file))) writeWhole(join(folder, file), page());
  };
  return {
    add(notebook) {
      if (added.size === 0) writeEmptyPages();
      added.set(notebook.name, notebook);
      const known = notebooks.map((one) => partsNotebook(added.get(one.name) ?? one));
      pages.write(notebook, partList(known).of(notebook.name));
      writeIndex(facts);
    },
    finish({ notebooks: ended, scores, facts: lastFacts }) {
      const parts = partList(ended.map(partsNotebook));
      for (const one of ended) {
        if (pages.written.has(one.name)) pages.changeParts(one.name, parts.of(one.name));
        else pages.write(one, parts.of(one.name));
      }
      const written = ended.map(({ name }) => pages.written.get(name)!);
      const citing = written.map((page) => page.citing);
      writeWhole(join(folder, 'references.html'), referencesPage(bibliography, citing));
      writeWhole(join(folder, 'scorecard.html'), scorecardPage(scores ?? [], names, addressOf));
      writeWhole(join(folder, 'scorecard.json'), `${JSON.stringify(scores ?? [], null, 2)}\n`);
      writeIndex(lastFacts, scores);
      removeDeparted(folder, names);
      pages.pictures.removeUnused();
      return written.flatMap(({ problems }) => problems);
    },
  };
}

/** An address within the site whose page is there. */
function addressWritten(folder: string, address: string | undefined): string | undefined {
  return address !== undefined && existsSync(join(folder, address.replace(/#.*/, ''))) ? address : undefined;
}

/**
 * Writes the whole site: contents, a page for each notebook, the scorecard, the references, the executed notebooks, and what the
 * pages load.
 * @param folder created when absent
 * @returns a sentence for each formula that cannot be typeset and each citation without a work, with its notebook
 * @internal
 */
export function writeSite(folder: string, parts: SiteParts): string[] {
  return growingSite(folder, parts).finish(parts);
}
