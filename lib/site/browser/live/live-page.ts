import type { CellOutput } from '../../../cell/index.js';

/** `data-state` of a cell's element: not run by this page, waiting for its turn, running, and how its latest run ended. */
export type CellState = 'idle' | 'queued' | 'running' | 'done' | 'failed';

/** A code cell of the page. */
export interface LiveCell {
  /** N of the element's id `cell-N`; cells of prose are counted. */
  readonly number: number;
  /** `<section class="cell code" id="cell-N" data-state="…">`. */
  readonly element: HTMLElement;
  /** The code as it was published. */
  readonly published: string;
  /** The code that the next run takes; what was published until somebody writes. */
  readonly code: string;
  readonly state: CellState;
  /** Outputs of the latest run; undefined before the first. */
  readonly outputs: readonly CellOutput[] | undefined;
  /** The latest run that ended in this session; undefined before the first. */
  readonly latest: CellRun | undefined;
  /** Sets the code that later runs take. What shows the code on the page is changed by the caller. */
  write(code: string): void;
}

/** How a run of a cell ended; `skipped` is a cell that waited when a cell before it failed or the reader stopped. */
export interface CellRun {
  readonly cell: LiveCell;
  readonly code: string;
  readonly status: 'ok' | 'error' | 'stopped' | 'skipped';
  readonly seconds: number;
  /** Names that the cell declares and uses; empty where the cell did not run. */
  readonly declares: readonly string[];
  readonly uses: readonly string[];
  /** Whether an experiment of the cell took few paths, for a first picture. */
  readonly isSketch: boolean;
}

export interface RunOptions {
  /** Code to run in place of the cell's own, e.g. with a number changed by the pointer. */
  readonly codeOf?: (cell: LiveCell) => string;
  /** Experiments take few paths, figures keep the ranges of their axes, and nothing is compared or announced. */
  readonly isDraft?: boolean;
}

export type LiveEvent =
  | { readonly kind: 'state'; readonly cell: LiveCell; readonly state: CellState }
  | { readonly kind: 'code'; readonly cell: LiveCell }
  | { readonly kind: 'outputs'; readonly cell: LiveCell; readonly outputs: readonly CellOutput[] }
  /** The cell has written a file, which lies in the memory of the worker. */
  | { readonly kind: 'file'; readonly cell: LiveCell; readonly path: string; readonly content: Uint8Array }
  | { readonly kind: 'ended'; readonly cell: LiveCell; readonly run: CellRun }
  /** The worker starts, answers, or is gone with all variables of its cells. */
  | { readonly kind: 'session'; readonly state: 'starting' | 'ready' | 'gone' };

/** The page as its scripts see it; `globalThis.microcanonLive` once `live.js` has run. */
export interface LivePage {
  /** The code cells in the page's order. */
  readonly cells: readonly LiveCell[];
  /**
   * Runs cells in the order given, after those that wait already; the first run starts the worker. A cell that fails or is stopped
   * makes those of the same call that wait behind it `skipped`.
   * @returns when the last one has ended; never rejects
   */
  run(cells: readonly LiveCell[], options?: RunOptions): Promise<readonly CellRun[]>;
  /** The cell, behind those above it that have not run in this session. */
  withCellsAbove(cell: LiveCell): readonly LiveCell[];
  /** Keeps a file of the reader's in the page, under whose path cells find it. */
  give(path: string, content: Uint8Array): void;
  /** Stops the cell that runs, and takes away those that wait. */
  stop(): void;
  /** Whether a cell runs or waits. */
  readonly isBusy: boolean;
  /** Shows a sentence to the reader, and reads it to those who listen to the page. */
  say(sentence: string): void;
  /**
   * Listens to what happens; cells of this session that have ended already are told of at once.
   * @returns a function that ends the listening
   */
  on(hear: (event: LiveEvent) => void): () => void;
}

declare global {
  /** Undefined until `live.js` has run. */
  var microcanonLive: LivePage | undefined;
}
