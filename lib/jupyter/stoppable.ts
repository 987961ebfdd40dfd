import { MessageChannel } from 'node:worker_threads';
import { Interrupted } from '../parallel/interruption.js';

/** Runs what belongs to a cell so that it can be stopped without the code that waits for it. */
export interface Stoppable {
  /**
   * Runs work in a turn of the event loop of its own: when the inspector ends what runs there, nothing of the kernel ends.
   * Rejects with `Interrupted` when `stop` is called before the work is done.
   */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Stops waiting for what runs now. */
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
