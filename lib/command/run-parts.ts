import { basename, dirname } from 'node:path';
import { UnwritableError } from '../host/index.js';
import type { StoredResult } from '../study/contract.js';
import { type Experiment, printer as eventPrinter, keep, type Result, runAll, stored } from '../study/index.js';
import { write } from '../study/result-store.js';
import type { Runnable } from '../study/runnable.js';

export interface RunPartsOptions {
  /** Writes finished results into data/results. */
  readonly store: boolean;
  /** Leaves out parts with a stored result. */
  readonly missing: boolean;
  /** Computes parts again that this code has computed. */
  readonly fresh: boolean;
  /** A file for the result of the only part, which is replaced whole. */
  readonly output?: string;
}

/** Prints the lines of a table as they come; headings are padded to the width of their columns. */
function printer(headings: readonly string[]): (cells: readonly string[]) => void {
  const widths = headings.map((heading) => heading.length);
  let started = false;
  const print = (cells: readonly string[]): void => {
    process.stdout.write(
      `${cells
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd()}\n`,
    );
  };
  return (cells) => {
    if (!started) print(headings);
    started = true;
    print(cells);
  };
}

/** @throws UnwritableError when the file system refuses */
function writeOutput(path: string, { id, module, parameters, seed, inputs, data, provenance }: Result<unknown>): void {
  const content: StoredResult = { id, module, parameters, seed, inputs, data, provenance };
  write(basename(path), content, { folder: dirname(path), variable: '--output' });
}

/**
 * Computes parts of an experiment one after the other, with a bar over all parts and a line of a table per finished part.
 * A part that fails, or whose result cannot be stored, is reported, and the other parts are computed.
 * @returns the exit code
 */
export async function runParts(
  runnable: Pick<Runnable, 'name' | 'headings' | 'line'>,
  parts: readonly Experiment<object, unknown>[],
  { store, missing, fresh, output }: RunPartsOptions,
): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const onEvent = eventPrinter(say);
  const print = printer(runnable.headings);
  let failures = 0;
  const unkept = new Set<string>();
  const keepWithSources = (result: Result<unknown>): void => {
    try {
      keep(result);
    } catch (error) {
      if (!(error instanceof UnwritableError)) throw error;
      failures++;
      if (!unkept.has(error.message))
        say(`${runnable.name}: what is computed is not kept with the sources: ${error.message}`);
      unkept.add(error.message);
    }
  };
  await runAll(missing ? parts.filter((part) => stored(part, onEvent) === undefined) : parts, {
    title: runnable.name,
    fresh,
    onEvent,
    onResult(result) {
      print(runnable.line(result));
      if (store) keepWithSources(result);
      if (output !== undefined) writeOutput(output, result);
    },
    onFailure({ id }, { message }) {
      failures++;
      say(`${id} failed: ${message}`);
    },
  });
  return failures > 0 ? 1 : 0;
}
