import fs from 'node:fs';
import { devNull } from 'node:os';
import { Interrupted } from '../parallel/interruption.js';
import type { Input } from './input.js';
import { linesByAsking } from './line-readers.js';
import { readFilesByAsking } from './standard-input-files.js';
import { standardInputStream } from './standard-input-stream.js';

/** Time between a cell's read and the question to the reader: a cell that ends within this time needs no answer. */
const patienceMilliseconds = 50;

/** Replaces file descriptor 0 by an empty file, so that nothing, child processes included, waits for a terminal that is not there. */
export function closeStandardInput(): void {
  fs.closeSync(0);
  // The lowest descriptor that is free is the next one to be opened.
  fs.openSync(devNull, 'r');
}

/** Standard input of the cells: a read asks the front end for a line, or throws at once where the front end takes no questions. */
export interface StandardInput {
  /** Asks for a line if code of an earlier cell still waits for one. */
  beginCell(): void;
  /** Ends the reading of a cell that was interrupted. */
  interrupt(): void;
}

export function standardInput(input: Input): StandardInput {
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;

  function later(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void askIfReading(), patienceMilliseconds).unref();
  }
  function wait(): void {
    input.check();
    later();
  }
  const stream = standardInputStream(input, wait, () => {
    isAsking = false;
  });
  const readers = linesByAsking(input, stream.isOurs, wait);
  const isReading = (): boolean => readers.isReading() || stream.isRead();

  async function askIfReading(): Promise<void> {
    if (isAsking || !input.isCellRunning || !isReading()) return;
    isAsking = true;
    const from = stream.latest();
    const isLatest = (): boolean => from === stream.latest();
    try {
      const line = await input.ask('');
      if (isLatest()) from.push(`${line}\n`);
    } catch (error) {
      from.destroy(error as Error);
    } finally {
      if (isLatest()) isAsking = false;
    }
    later();
  }

  Object.defineProperty(process, 'stdin', { configurable: true, enumerable: true, get: stream.current });
  readFilesByAsking(input, stream.current);
  return {
    beginCell: later,
    interrupt() {
      if (!isAsking && !isReading()) return;
      readers.clear();
      stream.replace(new Interrupted('the cell was interrupted'));
    },
  };
}
