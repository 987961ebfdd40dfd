import type { Content } from '../../../cell/content.js';
import { type CellOutput, type DisplayRegister, type OutputList, outputList } from '../../../cell/output-list.js';
import type { CellRun, CellState, LiveCell, LiveEvent } from './live-page.js';
import { type OutputView, outputView, type Tally } from './output-view.js';

/** Milliseconds for which messages are gathered before the page shows them. */
const gathered = 30;

/** A cell as the page's scripts run it. */
export interface PageCell extends LiveCell {
  /** Whether a run has begun in this session. */
  readonly hasRun: boolean;
  readonly view: OutputView;
  enter(state: CellState, words?: string): void;
  /** A run begins. */
  begin(isDraft: boolean): void;
  /** A message of an output. */
  take(type: string, content: Content): void;
  /** The run has ended. */
  end(run: CellRun, isDraft: boolean): Tally;
  /** The session is gone, and what the cell declared with it. */
  forget(): void;
}

/** What cells of a session share. */
export interface CellSurroundings {
  readonly displays: DisplayRegister;
  emit(event: LiveEvent): void;
  /** Shows the outputs of other cells again, of which a message has changed one. */
  refresh(): void;
}

/** @param element `<section class="cell code" id="cell-N">` of the page */
export function pageCell(element: HTMLElement, surroundings: CellSurroundings): PageCell {
  const published = element.querySelector('.code-frame code')?.textContent ?? '';
  const firstLine = (): string => cell.code.split('\n')[0];
  const view = outputView(element, firstLine);
  let list: OutputList | undefined;
  let isDraft = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function showState(words: string): void {
    const shown = element.querySelector('.cell-state');
    if (shown !== null) shown.textContent = words;
    const run = element.querySelector<HTMLElement>('button[data-live=run]');
    if (run === null) return;
    const isActive = cell.state === 'running' || cell.state === 'queued';
    run.setAttribute('aria-label', `${isActive ? 'Stop' : 'Run'} cell ${cell.number}`);
    run.firstElementChild!.textContent = isActive ? '■' : '▶';
  }

  function show(): void {
    clearTimeout(timer);
    timer = undefined;
    if (list === undefined) return;
    view.show(list.outputs, isDraft);
    surroundings.emit({ kind: 'outputs', cell, outputs: list.outputs });
  }

  const cell: Mutable<PageCell> = {
    number: Number(element.id.slice('cell-'.length)),
    element,
    published,
    code: published,
    state: 'idle',
    outputs: undefined,
    latest: undefined,
    hasRun: false,
    view,
    write(code) {
      cell.code = code;
      surroundings.emit({ kind: 'code', cell });
    },
    enter(state, words = '') {
      cell.state = state;
      element.dataset.state = state;
      showState(words);
      surroundings.emit({ kind: 'state', cell, state });
    },
    begin(draft) {
      isDraft = draft;
      list = outputList(surroundings.displays);
      cell.outputs = list.outputs as readonly CellOutput[];
      cell.hasRun = true;
      if (!draft) view.begin();
    },
    take(type, content) {
      if (list === undefined) return;
      const changed = list.take({ type, content });
      if (type === 'update_display_data' && changed === undefined) surroundings.refresh();
      // What comes behind the run's end, from a timer of the cell, is shown at once.
      else timer ??= setTimeout(show, gathered);
    },
    end(run, draft) {
      clearTimeout(timer);
      timer = undefined;
      cell.latest = run;
      const tally = view.end(cell.outputs ?? [], draft);
      surroundings.emit({ kind: 'outputs', cell, outputs: cell.outputs ?? [] });
      return tally;
    },
    forget() {
      cell.hasRun = false;
      cell.latest = undefined;
    },
  };
  return cell;
}

type Mutable<T> = { -readonly [Field in keyof T]: T[Field] };
