import { Interrupted, interrupt as interruptComputations } from '../parallel/index.js';

const waiting = new Set<(reason: Error) => void>();

/** A promise that settles as `value` does, or rejects with `Interrupted` at the next interrupt. */
export function interruptible<T>(value: T | PromiseLike<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    waiting.add(reject);
    Promise.resolve(value).then(
      (result) => {
        waiting.delete(reject);
        resolve(result);
      },
      (error) => {
        waiting.delete(reject);
        reject(error);
      },
    );
  });
}

/** Ends every interruptible wait and asks the library's computations to stop. */
export function interruptWaits(): void {
  interruptComputations();
  const rejects = [...waiting];
  waiting.clear();
  for (const reject of rejects) reject(new Interrupted('the cell was interrupted'));
}
