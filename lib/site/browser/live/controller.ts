import { original } from '../original.js';
import { summary } from './batch-summary.js';
import { cellRunner } from './cell-runner.js';
import { hearing } from './hearing.js';
import type { CellRun, LiveCell, LivePage, RunOptions } from './live-page.js';
import { type PageCell, pageCells } from './page-cell.js';
import { type RunQueue, runQueue } from './run-queue.js';
import { type StatusBar, statusBar } from './status-bar.js';
import { type WorkerSession, workerSession } from './worker-session.js';

/** Milliseconds after which a cell that was told to stop is said not to listen. */
const patience = 500;

/** The page with what its buttons ask for. */
export interface PressedPage extends LivePage {
  press(button: HTMLButtonElement): void;
}

/** What acts on a page's cells. */
interface Workings {
  readonly cells: readonly PageCell[];
  readonly bar: StatusBar;
  readonly session: WorkerSession;
  readonly queue: RunQueue;
}

type Action = readonly [label: string, act: () => void];

/** Ends the worker, tells so, and runs the cells of the session above the one that ran at its end. */
function endings({ cells, bar, session, queue }: Workings): { end: () => Promise<void>; again(label: string): Action } {
  async function end(): Promise<void> {
    queue.drop();
    await session.close();
    await queue.settled();
    bar.say('The worker has ended, and the variables of its cells with it.');
  }
  return {
    end,
    again(label) {
      const last = queue.running?.number ?? Infinity;
      const above = cells.filter((cell) => cell.hasRun && cell.number < last);
      return [label, () => void end().then(() => queue.add(above, {}))];
    },
  };
}

/** Stops what runs; a cell that does not listen can only be ended with its worker. */
function stopper(workings: Workings): () => void {
  const { bar, session, queue } = workings;
  const { end, again } = endings(workings);
  function stop(): void {
    queue.drop();
    const cell = queue.running;
    if (cell === undefined) return;
    const { runs } = cell;
    const isDeaf = (): boolean => queue.running === cell && cell.runs === runs;
    // A worker that cannot start says so itself.
    session.stop().then(
      () => setTimeout(() => isDeaf() && sayDeafness(cell), patience),
      () => undefined,
    );
  }
  function sayDeafness(cell: PageCell): void {
    bar.say(
      `Cell ${cell.number} does not stop: its loop never pauses. It ends with its worker only, and all variables with it.`,
      [
        again('End it and run the cells above again'),
        ['End it', () => void end()],
        ['Wait', () => bar.say(`Cell ${cell.number} runs.`, [['Stop', stop]])],
      ],
    );
  }
  return stop;
}

/** A worker that died is said so, with a way to go on. */
async function sayLoss(workings: Workings, reason: string): Promise<void> {
  const { bar, queue } = workings;
  const again = endings(workings).again('Run the cells above again');
  queue.drop();
  await queue.settled();
  const sentence = `The worker that ran the cells has died (${reason}), and their variables with it. What was ${original()} stays.`;
  bar.say(sentence, [again]);
}

function press({ cells }: Workings, page: LivePage, button: HTMLButtonElement): void {
  const action = button.dataset.live;
  if (action === 'all') void page.run(cells);
  const cell = cells.find(({ element }) => element.contains(button));
  if (cell === undefined) return;
  if (action === 'published') cell.turn(button.closest('.slot')!);
  if (action !== 'run') return;
  if (cell.state === 'running' || cell.state === 'queued') page.stop();
  else void page.run(page.withCellsAbove(cell));
}

/** @param parts names of the scripts that the page's worker needs, in their order */
export function livePage(parts: readonly string[]): PressedPage {
  const { emit, on } = hearing();
  const { cells, forget } = pageCells(emit);
  const bar = statusBar();
  const session = workerSession(parts, {
    emit,
    gone: forget,
    lost: (reason) => void sayLoss(workings, reason),
  });
  const queue = runQueue({
    runCell: cellRunner(session, bar, { stop: () => stop(), emit }),
    ended: (run) => emit({ kind: 'ended', cell: run.cell, run }),
    finished: (batch) => session.isOpen && summary(batch, bar),
  });
  const workings: Workings = { cells, bar, session, queue };
  const stop = stopper(workings);
  const page: LivePage = {
    cells,
    run: (chosen, options) => runOn(workings, chosen, options),
    withCellsAbove: (cell) =>
      cells.filter((one) => one === cell || (!one.hasRun && one.number < cell.number && one.state !== 'queued')),
    give: (path, content) => session.give(path, content),
    stop,
    get isBusy() {
      return queue.isBusy;
    },
    say: (sentence) => bar.say(sentence),
    on,
  };
  return Object.defineProperty(page, 'press', {
    value: (button: HTMLButtonElement) => press(workings, page, button),
  }) as PressedPage;
}

function runOn(
  { cells, queue }: Workings,
  chosen: readonly LiveCell[],
  options: RunOptions = {},
): Promise<readonly CellRun[]> {
  const own = cells.filter((cell) => chosen.includes(cell)).sort((a, b) => chosen.indexOf(a) - chosen.indexOf(b));
  return queue.add(own, options);
}
