import type { Content } from '../../../cell/content.js';
import type { DisplayRegister } from '../../../cell/output-list.js';
import { gatheredOutputs } from './gathered-outputs.js';
import type { CellRun, CellState, LiveCell, LiveEvent } from './live-page.js';

/** A cell as the page's scripts run it. */
export interface PageCell extends LiveCell {
  /** Whether a run has begun in this session. */
  readonly hasRun: boolean;
  /** Runs that have begun on this page. */
  readonly runs: number;
  enter(state: CellState, words?: string): void;
  /** Leaves the queue for the state before it. */
  restore(): void;
  /** A run begins. */
  begin(isDraft: boolean): void;
  /** A message of an output. */
  take(type: string, content: Content): void;
  /** The run has ended; resolves when the page shows what it gave. */
  end(run: CellRun): Promise<void>;
  /** Shows the outputs again, of which a message of another cell has changed one. */
  refresh(): void;
  /** Shows what was published in a place of the cell, or again what was computed here. */
  turn(slot: Element): void;
  /** The session is gone, and what the cell declared with it. */
  forget(): void;
}

/** What the cells of a page share. */
interface Surroundings {
  readonly displays: DisplayRegister;
  emit(event: LiveEvent): void;
  /** Shows the outputs of all cells again. */
  refresh(): void;
}

/** The state beside a cell's button, and what the button does. */
function showState(element: HTMLElement, state: CellState, words: string): void {
  element.dataset.state = state;
  const shown = element.querySelector('.cell-state');
  if (shown !== null) shown.textContent = words;
  const run = element.querySelector<HTMLElement>('button[data-live=run]');
  if (run === null) return;
  const isActive = state === 'running' || state === 'queued';
  run.setAttribute('aria-label', `${isActive ? 'Stop' : 'Run'} cell ${numberOf(element)}`);
  run.firstElementChild!.textContent = isActive ? '■' : '▶';
}

const numberOf = (element: HTMLElement): number => Number(element.id.slice('cell-'.length));

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };

function pageCell(element: HTMLElement, { displays, emit, refresh }: Surroundings): PageCell {
  const published = element.querySelector('.code-frame code')?.textContent ?? '';
  const gathered = gatheredOutputs({
    element,
    displays,
    firstLine: () => cell.code.split('\n')[0],
    shown: (outputs) => emit({ kind: 'outputs', cell, outputs }),
  });
  let before: readonly [CellState, string] = ['idle', ''];
  const cell: Mutable<PageCell> = {
    number: numberOf(element),
    element,
    published,
    code: published,
    state: 'idle',
    get outputs() {
      return gathered.outputs;
    },
    latest: undefined,
    hasRun: false,
    runs: 0,
    write(code) {
      cell.code = code;
      emit({ kind: 'code', cell });
    },
    enter(state, words = '') {
      cell.state = state;
      if (state !== 'queued') before = [state, words];
      showState(element, state, words);
      emit({ kind: 'state', cell, state });
    },
    restore: () => cell.enter(...before),
    begin(isDraft) {
      cell.hasRun = true;
      cell.runs++;
      gathered.begin(isDraft);
    },
    take(type, content) {
      if (gathered.take(type, content)) refresh();
    },
    end(run) {
      cell.latest = run;
      return gathered.end();
    },
    refresh: gathered.refresh,
    turn: gathered.turn,
    forget() {
      cell.hasRun = false;
      cell.latest = undefined;
      if (cell.state === 'done' || cell.state === 'failed') cell.enter('idle');
    },
  };
  return cell;
}

/** The code cells of the page; `forget` is for the end of their session. */
export function pageCells(emit: (event: LiveEvent) => void): { cells: readonly PageCell[]; forget(): void } {
  const displays: DisplayRegister = new Map();
  const cells: PageCell[] = [];
  const refresh = (): void => {
    for (const cell of cells) cell.refresh();
  };
  for (const element of document.querySelectorAll<HTMLElement>('.cell.code'))
    if (element.querySelector('.code-frame') !== null) cells.push(pageCell(element, { displays, emit, refresh }));
  return {
    cells,
    forget() {
      displays.clear();
      for (const cell of cells) cell.forget();
    },
  };
}
