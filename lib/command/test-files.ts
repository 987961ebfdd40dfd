import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

/** Files whose tests ask for answers within half a second: they run one at a time after the others, which share the cores. */
const alone = /^parallel[\\/]pool\./;

/** What takes longest, and begins first so that no core waits at the end: pages in browsers, chapters, kernels and programs. */
const long = [/^(live|site)[\\/]/, /^chapter[\\/]/, /^(command|jupyter)[\\/]|^study[\\/]engines/];

function place(file: string): number {
  const found = long.findIndex((one) => one.test(file));
  return found < 0 ? long.length : found;
}

/**
 * Rooms whose test files run one after the other in one process, which loads the library, compiles it to machine code and starts
 * its workers once: all but those whose files each start a kernel, choose the host that the library runs on, or ask how workers or
 * programs start.
 */
const sharing = /^(?!host|jupyter|parallel|recipes)[\w-]+[\\/]/;

/**
 * Rooms that share one process, named by the first: small ones, because the start of a process takes longer than most of their
 * tests; and live pages, which are tests of the site and share its browsers.
 */
const together: readonly (readonly string[])[] = [
  ['site', 'live'],
  ['statistics', 'array', 'special', 'random', 'wavelet', 'grid', 'lattice', 'linear-algebra'],
  ['energy', 'compiled', 'model', 'data-set'],
  ['flow', 'divergence', 'chain'],
  ['training', 'transport', 'neural'],
  ['study', 'cell', 'figure'],
];

function roomOf(file: string): string {
  const [room] = file.split(sep);
  return together.find((rooms) => rooms.includes(room))?.[0] ?? room;
}

/** What a file says that changes its process, or that runs before each test of its process: such a file has a process of its own. */
const changing = /process\.|useFolder|changeSettings|child_process|globalThis|\("@tensorflow|(before|after)Each\(/;

/** Compiled test files, below `folder`, whose path contains one of the patterns; all without patterns. */
export function testFiles(folder: string, patterns: readonly string[]): string[] {
  const parts = patterns.map((pattern) =>
    pattern
      .replace(/^(dist\/)?test\//, '')
      .replace(/\.ts$/, '')
      .replaceAll('/', sep),
  );
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.js') && (parts.length === 0 || parts.some((part) => file.includes(part))))
    .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

/** Scripts that each run in a process of their own, so many at a time. */
export interface TestGroup {
  readonly scripts: readonly string[];
  readonly isConcurrent: boolean;
}

/** Test files gathered into scripts. `remove` takes away what the gathering wrote. */
export interface GatheredTests {
  readonly groups: readonly TestGroup[];
  remove(): void;
}

/** The files of one room as one script, where they may share a process; other files as they are. */
export function gathered(folder: string, files: readonly string[]): GatheredTests {
  const rooms = new Map<string, string[]>();
  for (const file of files.filter((one) => !alone.test(one))) {
    const path = join(folder, file);
    const shares = sharing.test(file) && !changing.test(readFileSync(path, 'utf8'));
    const room = shares ? roomOf(file) : file;
    rooms.set(room, [...(rooms.get(room) ?? []), path]);
  }
  const scripts = mkdtempSync(join(tmpdir(), 'microcanon-tests-'));
  const scriptOf = ([room, paths]: readonly [string, readonly string[]]): string => {
    if (paths.length === 1) return paths[0];
    const script = join(scripts, `${room}.js`);
    writeFileSync(script, roomScript(paths));
    return script;
  };
  return {
    groups: [
      { scripts: [...rooms].map(scriptOf), isConcurrent: true },
      { scripts: files.filter((file) => alone.test(file)).map((file) => join(folder, file)), isConcurrent: false },
    ],
    remove: () => rmSync(scripts, { recursive: true, force: true }),
  };
}

/** Loads files in turn. One that does not load becomes a test that fails under the file's name, and the others still run. */
function roomScript(paths: readonly string[]): string {
  return `'use strict';
const { test } = require('node:test');
for (const file of ${JSON.stringify(paths)}) {
  try {
    require(file);
  } catch (error) {
    test(file, () => {
      throw error;
    });
  }
}
`;
}
