import { addPart, isThread } from '../host/page/index.js';
import { moduleNamed } from './modules.js';
import type { ToWorker } from './protocol.js';
import { session } from './session.js';

// The body of a page's worker: a session of cells, but in a worker that is a thread of another one's computation.
if (!isThread) serveCells();

/** Answers the page's messages from now on. Errors that nothing catches, and the console, belong to the cells. */
function serveCells(): void {
  const { take, console, uncaught, rejected, handled } = session({ load: moduleNamed, addPart }, (message) =>
    postMessage(message),
  );
  Object.assign(globalThis.console, console);
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => take(data));
  addEventListener('error', (event) => {
    event.preventDefault();
    uncaught(event.error ?? new Error(event.message));
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    rejected(event.reason, event.promise);
  });
  addEventListener('rejectionhandled', ({ promise }) => handled(promise));
  const message = { kind: 'ready', seconds: performance.now() / 1000 } as const;
  postMessage(message);
}
