import { bundleOf, display } from '../cell/index.js';
import { addPart, isThread, keepFile, onFileWritten, pageFiles } from '../host/page/index.js';
import { enterModules, moduleNamed } from './modules.js';
import type { FromWorker, ToWorker } from './protocol.js';
import { session } from './session.js';

// The body of a page's worker: a session of cells, but in a worker that is a thread of another one's computation.
if (!isThread) serveCells();

/** Answers the page's messages from now on. Errors that nothing catches, and the console, belong to the cells. */
function serveCells(): void {
  // A cell may put something else in the place of a global function.
  const post: (message: FromWorker) => void = globalThis.postMessage.bind(globalThis);
  // A worker that closes itself ends without a sign, for which the page would wait.
  const close = globalThis.close.bind(globalThis);
  globalThis.close = () => {
    post({ kind: 'closed' });
    close();
  };
  // The kernel's own package is the one that offers these to cells.
  enterModules({ 'jupyter/index': { bundleOf, display } });
  const { take, console, uncaught, rejected, handled } = session({ load: moduleNamed, addPart }, post);
  Object.assign(globalThis.console, console);
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data.kind === 'file') keepFile(data.path, data.content);
    else take(data);
  });
  onFileWritten((path) => post({ kind: 'file', path, content: pageFiles.get(path)! }));
  addEventListener('error', (event) => {
    event.preventDefault();
    uncaught(event.error ?? new Error(event.message));
  });
  addEventListener('unhandledrejection', (event) => {
    event.preventDefault();
    rejected(event.reason, event.promise);
  });
  addEventListener('rejectionhandled', ({ promise }) => handled(promise));
  post({ kind: 'ready', seconds: performance.now() / 1000 });
}
