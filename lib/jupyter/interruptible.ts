import { interruptible } from '../cell/index.js';

/** Name of the global function that wraps each `await` of files beside a notebook. */
export const awaitName = '__microcanonAwait';

/** Publishes `interruptible` under its global name. */
export function publishInterruptible(): void {
  Object.defineProperty(globalThis, awaitName, { value: interruptible, enumerable: false });
}
