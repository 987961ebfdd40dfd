import { MessageChannel } from 'node:worker_threads';
import { Interrupted } from '../parallel/interruption.js';

/** Runs the work of a cell, which can be stopped while the kernel's code that awaits the work goes on. */
export interface Stoppable {
  /**
   * Runs work in a turn of the event loop of its own: when the inspector ends the JavaScript of this turn, none of the kernel's ends.
   * Rejects with `Interrupted` when `stop` is called before the work is done.
   */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Rejects the promise of the work that runs now. */
  stop(): void;
}

export function stoppable(): Stoppable {
  const { port1, port2 } = new MessageChannel();
  let begin = (): void => undefined;
  let stop = (): void => undefined;
  port1.on('message', () => begin());
  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        begin = () => {
          begin = () => undefined;
          work().then(resolve, reject);
        };
        stop = () => reject(new Interrupted('the cell was interrupted'));
        port2.postMessage(undefined);
      }),
    stop: () => stop(),
  };
}
