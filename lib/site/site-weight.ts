import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A part of a site, or what a reader's press fetches. */
export interface WeightRow {
  readonly what: string;
  readonly megabytes: number;
  /** What it may weigh at most; undefined for a part of the whole. */
  readonly limit?: number;
}

/** Folders and files of a site by what a reader has of them. */
const kinds: readonly (readonly [what: string, files: RegExp])[] = [
  ['pages', /^[^/]+\.html$/],
  ['executed notebooks', /^notebooks\//],
  ['pictures of figures', /^figures\//],
  ['reference of the library', /^api\//],
  ['data and kept results', /^assets\/live\/assets-/],
  ['library, compiler and editor', /^assets\/live\//],
  ['drawing of figures', /^assets\/plotly/],
  ['everything else', /^/],
];

/** What the whole site may weigh, in megabytes. */
const wholeLimit = 60;
/** What the first run of a cell may fetch of the library, compressed: without a late room, and with some. */
const [runLimit, lateRunLimit] = [0.4, 0.52];
/** What the first edit of a cell may fetch, compressed. */
const editLimit = 1.5;

const mega = (bytes: number): number => bytes / 1e6;

/** Sizes of the scripts of a site as a server sends them, each found once. */
function compressedSizes(site: string): (name: string) => number {
  const sizes = new Map<string, number>();
  return (name) => {
    const file = join(site, 'assets', 'live', `${name}.js`);
    if (!sizes.has(name)) sizes.set(name, existsSync(file) ? gzipSync(readFileSync(file)).length : 0);
    return sizes.get(name)!;
  };
}

/** The names of parts and all that they build on, each once. */
function withFoundations(site: string, names: readonly string[]): Set<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    const file = join(site, 'assets', 'live', `${name}.js`);
    const last = existsSync(file) ? /, (\[[^\]]*\])\);\s*$/.exec(readFileSync(file, 'utf8')) : null;
    for (const below of last === null ? [] : (JSON.parse(last[1]) as string[])) add(below);
  };
  for (const name of names) add(name);
  return all;
}

/** The heaviest first run among the pages of a site, of those without a late room of the library and of those with some. */
function runRows(site: string): WeightRow[] {
  const sizeOf = compressedSizes(site);
  const heaviest = new Map<boolean, { bytes: number; page: string }>();
  for (const page of readdirSync(site).filter((file) => file.endsWith('.html'))) {
    const [, listed] = /<article data-parts="([^"]+)"/.exec(readFileSync(join(site, page), 'utf8')) ?? [];
    if (listed === undefined) continue;
    const parts = [...withFoundations(site, listed.split(' '))].filter((name) => /^(core|room-|chapter-)/.test(name));
    const bytes = parts.reduce((sum, name) => sum + sizeOf(name), 0);
    const isLate = parts.some((name) => name.startsWith('room-'));
    if (bytes > (heaviest.get(isLate)?.bytes ?? 0)) heaviest.set(isLate, { bytes, page: page.replace('.html', '') });
  }
  return [...heaviest].sort().map(([isLate, { bytes, page }]) => ({
    what: `library for a first run, compressed${isLate ? ', with late rooms' : ''} (${page})`,
    megabytes: mega(bytes),
    limit: isLate ? lateRunLimit : runLimit,
  }));
}

/**
 * What a site weighs: its parts, the whole, and what presses of a reader fetch.
 * Cost: reads and compresses all scripts, about a second.
 */
export function siteWeight(site: string): WeightRow[] {
  const bytes = new Map(kinds.map(([what]) => [what, 0]));
  for (const path of readdirSync(site, { recursive: true, encoding: 'utf8' })) {
    const facts = statSync(join(site, path));
    if (!facts.isFile()) continue;
    const [what] = kinds.find(([, files]) => files.test(path.replaceAll('\\', '/')))!;
    bytes.set(what, bytes.get(what)! + facts.size);
  }
  const sizeOf = compressedSizes(site);
  const edit = ['live', 'editor', 'types'].reduce((sum, name) => sum + sizeOf(name), 0);
  return [
    ...[...bytes].map(([what, size]) => ({ what, megabytes: mega(size) })),
    { what: 'the whole site', megabytes: mega([...bytes.values()].reduce((a, b) => a + b, 0)), limit: wholeLimit },
    ...runRows(site),
    { what: 'first edit of a cell, compressed', megabytes: mega(edit), limit: editLimit },
  ];
}

/** The rows as a table in plain text. */
export function weightTable(rows: readonly WeightRow[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines = rows.map(({ what, megabytes, limit }) => {
    const most = limit === undefined ? '' : `  at most ${limit}${megabytes > limit ? '  ✗' : ''}`;
    return `${what.padEnd(width)}  ${megabytes.toFixed(2).padStart(6)} MB${most}`;
  });
  return lines.join('\n');
}

/** A sentence for each row beyond its limit. */
export function weightProblems(rows: readonly WeightRow[]): string[] {
  return rows
    .filter(({ megabytes, limit = Infinity }) => megabytes > limit)
    .map(({ what, megabytes, limit }) => `${what} weighs ${megabytes.toFixed(2)} MB, at most ${limit} expected`);
}
