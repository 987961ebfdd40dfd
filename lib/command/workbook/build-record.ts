import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { libraryFolder } from '../../host/node/library-folder.js';
import { writeWhole } from '../../host/node/whole-file.js';

/** What an earlier build tells of a notebook. */
export interface NotebookRecord {
  /** Wall time of each cell. */
  readonly cellSeconds?: readonly number[];
  /** Wall time of the whole notebook. */
  readonly seconds?: number;
  /** Notebooks that come earlier in the reading order and use a stored result that this one uses too, where one of the two writes it. */
  readonly after: readonly string[];
}

/** Facts on notebooks from earlier builds: how long they took, and which share results. */
export interface BuildRecord {
  /** Undefined for a notebook that no build has run. Times of cells are left out where the notebook had another number of cells. */
  of(notebook: string, cellCount: number): NotebookRecord | undefined;
  keep(notebook: string, cellSeconds: readonly number[], after: readonly string[]): void;
}

/** The record that is kept with the sources, of a build without earlier results: it serves where no build has run yet. */
const usualFile = join(libraryFolder(), 'lib', 'command', 'workbook', 'usual-build.json');

type Entries = Record<string, { cells?: unknown; seconds?: unknown; after?: unknown } | undefined>;

function read(file: string): Entries {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8'));
    return typeof record === 'object' && record !== null ? record : {};
  } catch {
    return {};
  }
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const total = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0);

/**
 * Opens the record of one profile in a JSON file, empty when the file is absent or damaged. A notebook that it lacks is looked up in
 * the usual record, whose times are those of the quick profile.
 */
export function buildRecord(file: string, profile: string, usual: string = usualFile): BuildRecord {
  const key = (notebook: string): string => `${profile}/${notebook}`;
  return {
    of(notebook, cellCount) {
      const entry = read(file)[key(notebook)] ?? read(usual)[notebook];
      if (typeof entry !== 'object' || entry === null) return undefined;
      const { cells, seconds, after } = entry;
      const times = Array.isArray(cells) && cells.every(isTime) ? (cells as number[]) : undefined;
      return {
        cellSeconds: times?.length === cellCount ? times : undefined,
        seconds: times ? total(times) : isTime(seconds) ? seconds : undefined,
        after: Array.isArray(after) ? after.filter((name) => typeof name === 'string') : [],
      };
    },
    keep(notebook, cellSeconds, after) {
      const rounded = cellSeconds.map((seconds) => Math.round(seconds * 100) / 100);
      try {
        mkdirSync(dirname(file), { recursive: true });
        const entry = { cells: rounded, after };
        writeWhole(file, JSON.stringify({ ...read(file), [key(notebook)]: entry }));
      } catch {
        // Without the record the next build takes another order and estimates its time worse, which is no reason to stop.
      }
    },
  };
}
