import { Interrupted } from '../parallel/index.js';

/** Work that can be left behind: who awaits it goes on, while the work itself may never end. */
export interface Stoppable {
  /** Runs work. Rejects with `Interrupted` when the work is left. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  isRunning(): boolean;
  /** @returns leaves the work that runs now; does nothing once that has ended */
  leave(): () => void;
}

export function stoppable(): Stoppable {
  let leave: (() => void) | undefined;
  return {
    async run(work) {
      const left = new Promise<never>((_, reject) => {
        leave = () => reject(new Interrupted('the cell was interrupted'));
      });
      try {
        return await Promise.race([work(), left]);
      } finally {
        leave = undefined;
      }
    },
    isRunning: () => leave !== undefined,
    leave: () => leave ?? (() => undefined),
  };
}
