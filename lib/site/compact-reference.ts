import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { escapeHtml } from '../array/index.js';
import { libraryFolder } from '../host/node/library-folder.js';
import { classicScript } from './classic-script.js';

/*
 * A page of the reference is mostly what every page has: bar, settings, menu, signs. They are written once, into a script that puts
 * them back before the scripts of typedoc run, all of which only serve readers with scripts.
 */

/** Parts of typedoc's pages that are the same on all of them. */
const frames: readonly RegExp[] = [
  /<header class="tsd-page-toolbar">[^]*?<\/header>/,
  /<div class="tsd-navigation settings">[^]*?<\/details><\/div>/,
  /<div class="site-menu">[^]*?<\/nav><\/div>/,
];

const base = /<html [^>]*data-base="([^"]*)"/;

/** Addresses in a part begin with this in place of the way from the page to the reference's folder. */
const here = '~/';

/** The short forms of typedoc's signs. */
const signs: readonly (readonly [RegExp, string])[] = [
  [
    /<a href="(#[^"]*)" aria-label="Permalink" class="tsd-anchor-icon"><svg viewBox="0 0 24 24" aria-hidden="true"><use href="[^"]*#icon-anchor"><\/use><\/svg><\/a>/g,
    '<a href="$1" data-p></a>',
  ],
  [
    /<svg class="tsd-kind-icon" viewBox="0 0 24 24" aria-label="([\w ]+)"><use href="[^"]*#icon-(\w+)"><\/use><\/svg>/g,
    '<i data-k="$2 $1"></i>',
  ],
  [
    /<svg width="20" height="20" viewBox="0 0 24 24" fill="none" aria-hidden="true"><use href="[^"]*#icon-chevronDown"><\/use><\/svg>/g,
    '<i data-c></i>',
  ],
];

/** A part as it stands on every page that has it: addresses do not depend on the page's folder. */
function general(part: string, way: string): string {
  const above = way === './' ? '' : way;
  return part.replace(/(href|src)="([^"#]*)/g, (whole, name: string, address: string) =>
    address.startsWith(above) && address !== '' ? `${name}="${here}${address.slice(above.length)}` : whole,
  );
}

/** What a page says in place of a part; the first part leads to the reference's contents without scripts, too. */
function placeOf(frame: number, way: string): string {
  return frame === 0
    ? `<header data-f="0"><a href="${way}index.html">Contents</a></header>`
    : `<div data-f="${frame}"></div>`;
}

/** The classes whose names are long and frequent enough that a number in their place saves this many characters. */
const leastSaving = 10_000;

/** The frequent classes of pages, which pages name by their number in the attribute `q`. */
function frequentClasses(pages: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const page of pages)
    for (const [attribute] of page.matchAll(/ class="[^"]+"/g)) counts.set(attribute, (counts.get(attribute) ?? 0) + 1);
  const saving = [...counts].map(
    ([attribute, count]) => [attribute, count * (attribute.length - ' q=00'.length)] as const,
  );
  return saving
    .filter(([, characters]) => characters >= leastSaving)
    .sort(([, a], [, b]) => b - a)
    .map(([attribute]) => attribute.slice(' class="'.length, -1));
}

/** Name of the script that puts the parts back, in the reference's folder `assets`. */
const scriptName = 'frame.js';

/**
 * Writes the pages of a reference again, less than half as large: what each of them has is in one script. With scripts a page is the same as
 * before, element by element; without, it shows its text and a link to the contents.
 * @param folder where typedoc wrote the pages
 */
export function compactReference(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
  const pages = files.map((file) => ({ file: join(folder, file), text: readFileSync(join(folder, file), 'utf8') }));
  const wayOf = (text: string): string => base.exec(text)?.[1] ?? './';
  const parts = frames.map((frame) => {
    const counts = new Map<string, number>();
    for (const { text } of pages) {
      const found = frame.exec(text);
      if (found !== null) {
        const part = general(found[0], wayOf(text));
        counts.set(part, (counts.get(part) ?? 0) + 1);
      }
    }
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
  });
  const shortened = pages.map(({ file, text }) => {
    const way = wayOf(text);
    const short = frames.reduce(
      (page, frame, f) => page.replace(frame, (part) => (general(part, way) === parts[f] ? placeOf(f, way) : part)),
      text,
    );
    const script = `<script defer src="${escapeHtml(way === './' ? '' : way)}assets/${scriptName}"></script>`;
    const signed = signs.reduce((page, [sign, form]) => page.replace(sign, form), short);
    return { file, text: signed.replace('<script defer', () => `${script}<script defer`) };
  });
  const classes = frequentClasses(shortened.map(({ text }) => text));
  const numbers = new Map(classes.map((names, number) => [names, number]));
  for (const { file, text } of shortened) {
    const numbered = text.replace(/ class="([^"]+)"(?=([ >]))/g, (whole, names: string) =>
      numbers.has(names) ? ` q=${numbers.get(names)}` : whole,
    );
    writeFileSync(file, numbered);
  }
  const entry = join(libraryFolder(), 'lib', 'site', 'browser', 'reference-frame.ts');
  const script = classicScript({ entryPoints: [entry], minify: true });
  writeFileSync(
    join(folder, 'assets', scriptName),
    `var microcanonFrames = ${JSON.stringify(parts)}, microcanonClasses = ${JSON.stringify(classes)};\n${script}`,
  );
}
