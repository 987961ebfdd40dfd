import type { RunEnd } from '../../../live/protocol.js';
import { type Connection, connect } from './connection.js';
import type { CellRun, LiveCell, LiveEvent, LivePage, RunOptions } from './live-page.js';
import type { Tally } from './output-view.js';
import { type PageCell, pageCell } from './page-cell.js';
import { spoken, statusBar } from './status-bar.js';
import { hasVectorInstructions } from './vector-instructions.js';

/** Milliseconds after which a cell that was told to stop is said not to listen. */
const patience = 500;

/** A cell that waits for its turn, and where its end is told. */
interface Waiting {
  readonly cell: PageCell;
  readonly options: RunOptions;
  /** The call that it came with: one failure ends the call. */
  readonly call: object;
  tell(run: CellRun): void;
}

/** Facts of the page that are said when cells have run. */
interface Progress {
  count: number;
  done: number;
  start: number;
  tally: Tally;
}

/** @param parts names of the scripts that the page's worker needs, in their order */
export function livePage(parts: readonly string[]): LivePage & { press(button: HTMLButtonElement): void } {
  const hearers = new Set<(event: LiveEvent) => void>();
  const emit = (event: LiveEvent): void => {
    for (const hear of hearers) hear(event);
  };
  const cells: PageCell[] = [];
  const surroundings = {
    displays: new Map(),
    emit,
    refresh: () => {
      for (const { view, outputs } of cells) if (outputs !== undefined) view.show(outputs, false);
    },
  };
  for (const element of document.querySelectorAll<HTMLElement>('.cell.code'))
    if (element.querySelector('.code-frame') !== null) cells.push(pageCell(element, surroundings));
  const bar = statusBar();
  let connection: Promise<Connection> | undefined;
  let queue: Waiting[] = [];
  let running: Waiting | undefined;
  let working: Promise<void> | undefined;
  let progress: Progress | undefined;
  let count = 0;
  let deaf: ReturnType<typeof setTimeout> | undefined;

  function connected(): Promise<Connection> {
    if (connection !== undefined) return connection;
    emit({ kind: 'session', state: 'starting' });
    bar.say('The session starts.');
    connection = connect(parts, { onLoss: (reason) => void lost(reason) }).then((made) => {
      emit({ kind: 'session', state: 'ready' });
      return made;
    });
    return connection;
  }

  function forget(): void {
    connection = undefined;
    surroundings.displays.clear();
    for (const cell of cells) {
      cell.forget();
      if (cell.state === 'done' || cell.state === 'failed') cell.enter('idle');
    }
    emit({ kind: 'session', state: 'gone' });
  }

  /** Cells of this session above the one that ran at its end, and the button that runs them again. */
  function againButton(label: string): readonly [string, () => void] {
    const last = running?.cell.number ?? Infinity;
    const above = cells.filter((cell) => cell.hasRun && cell.number < last);
    return [label, () => void endSession().then(() => run(above))];
  }

  /** Leaves a worker that is gone; the cell that ran in it has failed. */
  async function leave(): Promise<void> {
    drop();
    forget();
    await working;
  }

  async function lost(reason: string): Promise<void> {
    const again = againButton('Run the cells above again');
    await leave();
    const sentence = `The worker that ran the cells has died (${reason}), and their variables with it. What was published stays.`;
    bar.say(sentence, [again]);
  }

  async function endSession(): Promise<void> {
    clearTimeout(deaf);
    const open = connection;
    if (open === undefined) return;
    (await open).close();
    await leave();
    bar.say('The worker has ended, and the variables of its cells with it.');
  }

  function drop(): void {
    for (const { cell, tell } of queue) {
      cell.enter(cell.latest === undefined ? 'idle' : cell.latest.status === 'ok' ? 'done' : 'failed');
      tell(ended(cell, 'skipped'));
    }
    queue = [];
  }

  function ended(cell: PageCell, status: CellRun['status'], end?: RunEnd): CellRun {
    const { seconds = 0, declares = [], uses = [] } = end ?? {};
    return { cell, code: cell.code, status, seconds, declares, uses };
  }

  /** Runs one cell to its end. */
  async function runCell({ cell, options }: Waiting): Promise<CellRun> {
    const isDraft = options.isDraft === true;
    const code = options.codeOf?.(cell) ?? cell.code;
    let hears = true;
    cell.begin(isDraft);
    const end = await (await connected()).run({
      number: ++count,
      code,
      isSketch: isDraft,
      begun() {
        cell.enter('running');
        if (!isDraft)
          bar.say(
            `Cell ${cell.number} runs${progress && progress.count > 1 ? `, ${progress.done + 1} of ${progress.count}` : ''}.`,
            [['Stop', stop]],
          );
      },
      message: (type, content) => hears && cell.take(type, content),
    });
    if (end === undefined) hears = false;
    const run = { ...ended(cell, end?.status ?? 'stopped', end), code };
    const tally = cell.end(run, isDraft);
    if (progress !== undefined)
      progress.tally = {
        same: progress.tally.same + tally.same,
        different: progress.tally.different + tally.different,
      };
    cell.enter(
      run.status === 'ok' ? 'done' : 'failed',
      run.status === 'ok' ? spoken(run.seconds) : run.status === 'error' ? 'failed' : 'stopped',
    );
    return run;
  }

  async function work(): Promise<void> {
    progress = { count: queue.length, done: 0, start: performance.now(), tally: { same: 0, different: 0 } };
    let last: CellRun | undefined;
    let isDraft = false;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      running = next;
      isDraft = next.options.isDraft === true;
      try {
        last = await runCell(next);
      } catch (error) {
        last = failedToStart(next, error);
      }
      clearTimeout(deaf);
      running = undefined;
      progress.done++;
      emit({ kind: 'ended', cell: next.cell, run: last });
      next.tell(last);
      if (last.status !== 'ok') dropCall(next.call);
    }
    if (last !== undefined && connection !== undefined && !isDraft) summary(last, progress);
    progress = undefined;
    working = undefined;
  }

  function failedToStart({ cell }: Waiting, error: unknown): CellRun {
    connection = undefined;
    cell.enter('failed', 'not run');
    bar.say(`Cells cannot run here: ${(error as Error).message}. What was published stays.`);
    return ended(cell, 'stopped');
  }

  function dropCall(call: object): void {
    const [same, others] = [
      queue.filter((waiting) => waiting.call === call),
      queue.filter((waiting) => waiting.call !== call),
    ];
    queue = same;
    drop();
    queue = others;
  }

  function summary(last: CellRun, { done, start, tally }: Progress): void {
    if (last.status === 'error')
      bar.say(`Cell ${last.cell.number} failed.`, [
        ['Show', () => last.cell.element.scrollIntoView({ block: 'center' })],
      ]);
    else if (last.status === 'stopped') bar.say(`Cell ${last.cell.number} was stopped; variables stay.`);
    else {
      const what = done === 1 ? `Cell ${last.cell.number}` : `${done} cells`;
      bar.say(`${what} ran in ${spoken((performance.now() - start) / 1000)}${inWords(tally)}.`);
    }
  }

  function run(chosen: readonly LiveCell[], options: RunOptions = {}): Promise<readonly CellRun[]> {
    const own = chosen.map((cell) => cells.find((one) => one === cell)!).filter((cell) => cell !== undefined);
    if (!hasVectorInstructions()) {
      bar.say(
        'Cells cannot run here: this browser lacks the vector instructions of WebAssembly (SIMD). What was published stays.',
      );
      return Promise.resolve(own.map((cell) => ended(cell, 'skipped')));
    }
    const call = {};
    const ends = own.map((cell) => {
      if (cell.state !== 'running') cell.enter('queued', options.isDraft ? '' : 'waits');
      return new Promise<CellRun>((tell) => queue.push({ cell, options, call, tell }));
    });
    if (progress !== undefined) progress.count += own.length;
    working ??= work();
    return Promise.all(ends);
  }

  function stop(): void {
    drop();
    if (running === undefined || connection === undefined) return;
    const { cell } = running;
    void connection.then((open) => open.stop());
    clearTimeout(deaf);
    deaf = setTimeout(() => {
      if (running?.cell !== cell) return;
      bar.say(
        `Cell ${cell.number} does not stop: its loop never pauses. Only the end of the worker ends it, and all variables with it.`,
        [
          againButton('End it and run the cells above again'),
          ['End it', () => void endSession()],
          ['Wait', () => bar.say(`Cell ${cell.number} runs.`, [['Stop', stop]])],
        ],
      );
    }, patience);
  }

  const withCellsAbove = (cell: LiveCell): readonly LiveCell[] =>
    cells.filter((one) => one === cell || (!one.hasRun && one.number < cell.number && one.state !== 'queued'));

  function press(button: HTMLButtonElement): void {
    const cell = cells.find(({ element }) => element.contains(button));
    const action = button.dataset.live;
    if (action === 'all') void run(cells);
    else if (cell === undefined) return;
    else if (action === 'published') cell.view.turn(button.closest('.slot')!);
    else if (action !== 'run') return;
    else if (cell.state === 'running' || cell.state === 'queued') stop();
    else void run(withCellsAbove(cell));
  }

  return {
    cells,
    run,
    withCellsAbove,
    stop,
    get isBusy() {
      return running !== undefined || queue.length > 0;
    },
    say: (sentence) => bar.say(sentence),
    on(hear) {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    press,
  };
}

/** How outputs compare with what was published, as the end of a sentence. */
function inWords({ same, different }: Tally): string {
  const count = same + different;
  if (count === 0) return '';
  if (different === 0)
    return count === 1
      ? '; its output is the published one to the last bit'
      : `; all ${count} outputs are the published ones to the last bit`;
  return `; ${same} of ${count} outputs are the published ones to the last bit`;
}
