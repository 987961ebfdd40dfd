import { keep, load, progressBar, run, stored, type Experiment, type Result } from '../experiment';
import type { Runnable } from './run-command';

export interface RunPartsOptions {
  /** Writes finished results into data/results. */
  readonly store: boolean;
  /** Leaves out parts with a stored result. */
  readonly missing: boolean;
  /** Computes parts again that this code has computed. */
  readonly fresh: boolean;
}

type Part = Experiment<object, unknown>;

/** Work of a part, in its own unit. */
function workOf({ stageWork, stageCount }: Part): number {
  return stageWork ? Object.values(stageWork).reduce((sum, work) => sum + work, 0) : stageCount;
}

/** Lines of a table whose columns are wide enough for what they hold from the start, because lines come one by one. */
function printer(headings: readonly string[]): (cells: readonly string[]) => void {
  const widths = headings.map((heading) => heading.length);
  let started = false;
  const print = (cells: readonly string[]): void => {
    process.stdout.write(`${cells.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()}\n`);
  };
  return (cells) => {
    if (!started) print(headings);
    started = true;
    print(cells);
  };
}

/**
 * Computes parts of an experiment one after the other: a bar over all of them, and a line of a table for each that is done.
 * A part that fails is reported, and the others are computed all the same.
 * @returns the exit code
 */
export async function runParts(runnable: Runnable, parts: readonly Part[], { store, missing, fresh }: RunPartsOptions): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const print = printer(runnable.headings);
  const wanted = missing ? parts.filter((part) => stored(part, say) === undefined) : parts;
  if (wanted.length === 0) say(`${runnable.name}: all ${parts.length} parts are there already`);
  const known = new Map(fresh ? [] : wanted.flatMap((part) => ((result) => (result ? [[part, result] as const] : []))(load(part))));
  const open = wanted.filter((part) => !known.has(part));
  const total = open.reduce((sum, part) => sum + workOf(part), 0);
  const bar = total > 0 ? progressBar(`${runnable.name}, ${open.length} of ${parts.length} parts`, total) : undefined;
  let [done, before, failures] = [0, 0, 0];
  for (const part of wanted) {
    const work = workOf(part);
    let earlier = 0;
    let result: Result<unknown> | undefined = known.get(part);
    try {
      result ??= await run(part, {
        fresh,
        // That it is done stands in the table.
        say: (line) => void (line.startsWith(`${part.id}: computed in`) || say(line)),
        onProgress(share, earlierShare) {
          earlier = earlierShare * work;
          bar?.advance(done + share * work, before + earlier);
        },
      });
    } catch (error) {
      failures++;
      say(`${part.id} failed: ${(error as Error).message}`);
    }
    if (!known.has(part)) {
      done += work;
      before += earlier;
    }
    if (result === undefined) continue;
    print(runnable.line(result));
    if (store) keep(result);
  }
  bar?.finish();
  return failures > 0 ? 1 : 0;
}
