import type { Content } from '../cell/index.js';

/** A request of the page to its worker. */
export type ToWorker =
  /**
   * Runs a cell after those that wait already.
   * `run`: a number that no other request has, and that grows; `number`: the cell's execution count, which its errors name;
   * `isSketch`: whether experiments take few paths, because the reader waits for a first picture.
   */
  | {
      readonly kind: 'run';
      readonly run: number;
      readonly number: number;
      readonly code: string;
      readonly isSketch?: boolean;
    }
  /** Evaluates the text of a script, such as a part of the library that a cell needs, after the runs that wait already. */
  | { readonly kind: 'part'; readonly name: string; readonly text: string }
  /** Puts a file that the reader has given into the memory of the worker, where cells read it by its path. */
  | { readonly kind: 'file'; readonly path: string; readonly content: Uint8Array }
  /** Stops the running cell and drops those that wait. What finished cells declared stays. */
  | { readonly kind: 'stop' };

/** How a run ended. */
export interface RunEnd {
  readonly kind: 'ended';
  readonly run: number;
  /** `stopped`: by a request, before its end or before its beginning. */
  readonly status: 'ok' | 'error' | 'stopped';
  readonly seconds: number;
  /** Names of shared variables that the cell declares or writes, in functions too; of a cell that cannot be read, none. */
  readonly declares: readonly string[];
  /** Names of shared variables of earlier cells that the cell reads, in functions too. */
  readonly uses: readonly string[];
  /** Whether an experiment of the cell took few paths, as the request asked. */
  readonly isSketch: boolean;
}

/** What the worker says to the page. Each run is begun and ended, but for a run dropped by a stop, which is ended alone. */
export type FromWorker =
  /** The worker takes requests; `seconds` since it was started. */
  | { readonly kind: 'ready'; readonly seconds: number }
  /** The script of a part was evaluated, or failed. */
  | { readonly kind: 'part'; readonly name: string; readonly error?: string }
  | { readonly kind: 'begun'; readonly run: number }
  /**
   * An output, as Jupyter's message of that type carries it: stream, display_data, update_display_data, clear_output,
   * execute_result, error. It may come after the run's end; `outputList` of the room `cell` gathers such messages.
   */
  | { readonly kind: 'message'; readonly run: number; readonly type: string; readonly content: Content }
  /** The worker ends at once, because a cell has closed it. */
  | { readonly kind: 'closed' }
  /** The running cell has written a file, which lies in the memory of the worker. */
  | { readonly kind: 'file'; readonly path: string; readonly content: Uint8Array }
  | RunEnd;
