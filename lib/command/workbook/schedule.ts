import type { StoreUse } from '../../host/index.js';
import type { NotebookRecord } from './build-record.js';

/** A notebook to run: its name, which of its cells are code, and what earlier builds tell of it. */
export interface PlannedNotebook {
  readonly name: string;
  readonly codeCells: readonly boolean[];
  readonly record?: NotebookRecord;
}

const secondsOfUnknownCell = 1;

/** What a cell is expected to take, in seconds: as in an earlier run, an equal share of the notebook's time, or a second. */
function expectedSeconds({ codeCells, record }: PlannedNotebook, cell: number): number {
  if (!codeCells[cell]) return 0;
  if (record?.cellSeconds !== undefined) return record.cellSeconds[cell];
  return record?.seconds === undefined
    ? secondsOfUnknownCell
    : record.seconds / codeCells.filter((isCode) => isCode).length;
}

/** What a notebook is expected to take from a cell on, in seconds. */
export function expectedFrom(notebook: PlannedNotebook, cell: number): number {
  let sum = 0;
  for (let index = cell; index < notebook.codeCells.length; index++) sum += expectedSeconds(notebook, index);
  return sum;
}

/** The order in which notebooks start. */
export interface Schedule {
  /** Takes the notebook that starts next, by its index in the plan; undefined while all that are left wait for one that runs. */
  next(): number | undefined;
  /** Notes that a notebook has ended. */
  done(index: number): void;
  /** How many have not started. */
  readonly waiting: number;
}

/**
 * Of the notebooks that may start, the one goes first behind which the most work waits: its own and that of the longest chain of
 * notebooks that wait for it. So none that takes long begins when the others have ended.
 *
 * A notebook waits for those before it in the plan whose stored results it uses, so that it finds the results that it would find if
 * all ran one after the other; one of which nothing is known waits for all before it.
 * @param plan in reading order
 */
export function schedule(plan: readonly PlannedNotebook[]): Schedule {
  const predecessors = plan.map(({ record }, index) =>
    plan.slice(0, index).flatMap(({ name }, before) => (record?.after.includes(name) === false ? [] : [before])),
  );
  const behind = plan.map((notebook) => expectedFrom(notebook, 0));
  for (let index = plan.length - 1; index >= 0; index--) {
    const waiting = behind.filter((_, other) => predecessors[other].includes(index));
    behind[index] += Math.max(0, ...waiting);
  }
  const left = new Set(plan.keys());
  const ended = new Set<number>();
  return {
    next() {
      const ready = [...left].filter((index) => predecessors[index].every((before) => ended.has(before)));
      const [first] = ready.sort((a, b) => behind[b] - behind[a] || a - b);
      if (first !== undefined) left.delete(first);
      return first;
    },
    done: (index) => void ended.add(index),
    get waiting() {
      return left.size;
    },
  };
}

/** Whether two notebooks depend on each other's order: one looks for a stored result that the other writes. */
export function shareResults(a: StoreUse, b: StoreUse): boolean {
  const meets = (sought: readonly string[], written: readonly string[]) =>
    sought.some((file) => written.includes(file));
  return meets(a.sought, b.written) || meets(b.sought, a.written);
}
