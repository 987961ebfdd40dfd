import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeWhole } from '../../host/node/whole-file.js';

/** Wall times of cells in earlier runs, which only the estimate of the time left uses. */
export interface DurationRecord {
  /** Seconds per cell of a notebook in the last complete run, or undefined. */
  of(notebook: string, cellCount: number): readonly number[] | undefined;
  keep(notebook: string, cellSeconds: readonly number[]): void;
}

function read(file: string): Record<string, number[]> {
  try {
    const record = JSON.parse(readFileSync(file, 'utf8'));
    return typeof record === 'object' && record !== null ? record : {};
  } catch {
    return {};
  }
}

/** Opens the record of one profile in a JSON file, empty when the file is absent or damaged. */
export function durationRecord(file: string, profile: string): DurationRecord {
  const key = (notebook: string) => `${profile}/${notebook}`;
  return {
    of(notebook, cellCount) {
      const seconds = read(file)[key(notebook)];
      return Array.isArray(seconds) && seconds.length === cellCount && seconds.every(Number.isFinite)
        ? seconds
        : undefined;
    },
    keep(notebook, cellSeconds) {
      const rounded = cellSeconds.map((seconds) => Math.round(seconds * 100) / 100);
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeWhole(file, JSON.stringify({ ...read(file), [key(notebook)]: rounded }));
      } catch {
        // Without the record the next estimate of the time left is worse, which is no reason to stop.
      }
    },
  };
}
