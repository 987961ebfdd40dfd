import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryFolder } from '../host/node/library-folder.js';
import { CommandError } from './command-error.js';
import { html, type Markup, raw } from './markup.js';

/** One work of `data/references.json`, in CSL-JSON; the formatter reads the other fields. */
export interface Reference {
  /** The key of citations: ASCII letters and digits, such as `haggbom2024`. */
  readonly id: string;
  readonly type: string;
  readonly title: string;
  readonly [field: string]: unknown;
}

/** The works that pages may cite, formatted in the style of the American Psychological Association. */
export interface Bibliography {
  has(key: string): boolean;
  /** Authors and year of one work, such as `Bruna & Mallat, 2019`, as plain text. */
  label(key: string): string;
  /** All works in alphabetical order, each with its full entry. */
  entries(): readonly { readonly key: string; readonly entry: Markup }[];
}

interface Formatter {
  format(kind: 'citation', options: object): string;
  format(kind: 'bibliography', options: object): [string, string][];
}

/** Loaded on demand, because the formatter takes longer to load than most pages take to render. */
function formatterOf(references: readonly Reference[]): Formatter {
  const { Cite } = require('@citation-js/core') as { Cite: new (data: readonly Reference[]) => Formatter };
  require('@citation-js/plugin-csl');
  return new Cite(references);
}

/** One entry with its links. The style omits the address of a work that has a DOI; it is often the free copy, so it is added. */
function linked(entry: string, { DOI, URL }: Reference): Markup {
  const text = entry.replace(/^\s*<div[^>]*>|<\/div>\s*$/g, '');
  const links = raw(text.replace(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`));
  return DOI === undefined || typeof URL !== 'string' ? links : html`${links} <a href="${URL}">${URL}</a>`;
}

/** A bibliography of the given works, which are formatted at the first request. */
export function bibliography(references: readonly Reference[]): Bibliography {
  const works = new Map(references.map((work) => [work.id, work]));
  let formatter: Formatter | undefined;
  const formatted = () => (formatter ??= formatterOf(references));
  const labels = new Map<string, string>();
  const label = (key: string): string => {
    if (!labels.has(key))
      labels.set(
        key,
        formatted()
          .format('citation', { format: 'text', style: 'apa', entry: key })
          .replace(/^\(|\)$/g, ''),
      );
    return labels.get(key)!;
  };
  let entries: { key: string; entry: Markup }[] | undefined;
  const allEntries = () =>
    (entries ??=
      references.length === 0
        ? []
        : formatted()
            .format('bibliography', { format: 'html', style: 'apa', asEntryArray: true })
            .map(([key, entry]) => ({ key, entry: linked(entry, works.get(key)!) })));
  return { has: (key) => works.has(key), label, entries: allEntries };
}

/**
 * The bibliography that a file in CSL-JSON holds: an array of works, sorted by `id`.
 * @throws CommandError naming the file and the first work whose key is missing, not ASCII, doubled or out of order
 */
export function readBibliography(file: string): Bibliography {
  let references: Reference[];
  try {
    references = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(
      `readBibliography: ${file} is no JSON (${(error as Error).message}); repair or restore the file`,
    );
  }
  references.forEach(({ id }, index) => {
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(id)) {
      throw new CommandError(
        `readBibliography: ${file} has the key '${id}', which is not of ASCII letters and digits; write surname and year, as in bruna2019`,
      );
    }
    const before = references[index - 1]?.id;
    if (before !== undefined && before >= id) {
      throw new CommandError(
        `readBibliography: ${file} has '${id}' after '${before}', and works are sorted by id, each once; move or merge it`,
      );
    }
  });
  return bibliography(references);
}

/** The file of the works that the project cites. */
export const referencesFile = join(libraryFolder(), 'data', 'references.json');
