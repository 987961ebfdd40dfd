import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type CellOutput, type DisplayRegister, outputList } from '../../lib/cell/index.js';
import type { FromWorker, RunEnd, ToWorker } from '../../lib/live/index.js';
import { classicScript } from '../../lib/site/classic-script.js';
import { corePart } from '../../lib/site/live/core-part.js';
import { listen, staticServer } from '../../lib/site/static-server.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { type BrowserName, openBrowser } from '../site/browser.js';
import { root } from '../support.js';

/** How a run ended in the page's worker. */
export interface PageRun extends RunEnd {
  readonly outputs: CellOutput[];
}

/** A worker with the library, in a page that is open in a browser. */
export interface PageSession {
  /** Runs a cell; resolves at its end. */
  run(code: string): Promise<PageRun>;
  /** Begins a cell and resolves when it has printed or shown something. */
  begin(code: string): Promise<{ readonly ended: Promise<PageRun> }>;
  /** Posts a request. */
  post(request: ToWorker): Promise<void>;
  /** All messages of the worker so far. */
  messages(): Promise<FromWorker[]>;
}

/** The page's side of threads, as a variable `keeper`. */
const threadKeeper = (): string =>
  classicScript({ entryPoints: [join(root, 'dist', 'esm', 'host', 'page', 'thread-keeper.js')], globalName: 'keeper' });

/** What the page does: starts the worker and keeps its messages; `microcanonUntil` waits for one of a kind. */
const program = (core: string): string => `
  ${threadKeeper()}
  const text = ${JSON.stringify(core)};
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(address);
  keeper.keepThreads(worker, address);
  const messages = [];
  let wake = () => undefined;
  worker.onmessage = ({ data }) => { messages.push(data); wake(); };
  worker.onerror = ({ message }) => { messages.push({ kind: 'failed', message }); wake(); };
  globalThis.microcanonMessages = messages;
  globalThis.microcanonPost = (request) => worker.postMessage(request);
  globalThis.microcanonUntil = async (run, kind) => {
    const found = () => messages.some((message) => message.kind === 'failed' || (message.run === run && message.kind === kind));
    while (!found()) await new Promise((resolve) => { const before = wake; wake = () => { before(); resolve(); }; });
    return messages.filter((message) => message.kind === 'failed' || message.run === run);
  };`;

let core: Promise<string> | undefined;

/** The address of an empty page with the headers that let pages share memory between threads. */
async function isolatedPage(t: TestContext): Promise<string> {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><meta charset="utf-8"><title>A page</title>');
  const server = staticServer(folder);
  t.after(() => server.close());
  return listen(server);
}

/**
 * A session in a new page; undefined after skipping where there is no such browser.
 * @param options.isIsolated whether the page is served so that computations may use threads
 */
export async function pageSession(
  t: TestContext,
  name: BrowserName,
  options: { readonly isIsolated?: boolean } = {},
): Promise<PageSession | undefined> {
  const profile = await openBrowser(t, name);
  if (profile === undefined) return undefined;
  core ??= corePart();
  const tab = await profile.newPage();
  tab.setDefaultTimeout(30_000);
  if (options.isIsolated) await tab.goto(await isolatedPage(t));
  await tab.evaluate(program(await core));
  const displays: DisplayRegister = new Map();
  let count = 0;

  const ask = <Answer>(expression: string): Promise<Answer> => tab.evaluate(expression) as Promise<Answer>;
  const post = (request: ToWorker): Promise<void> => ask(`microcanonPost(${JSON.stringify(request)})`);
  const until = (run: number, kind: FromWorker['kind']): Promise<FromWorker[]> =>
    ask(`microcanonUntil(${run}, '${kind}')`);

  async function ended(run: number): Promise<PageRun> {
    const { outputs, take } = outputList(displays);
    for (const message of await until(run, 'ended')) {
      if (message.kind === 'message') take(message);
      if (message.kind === 'ended') return { ...message, outputs };
    }
    throw new Error(`run ${run}: the worker failed: ${JSON.stringify(await ask('microcanonMessages.at(-1)'))}`);
  }
  async function start(code: string): Promise<number> {
    const run = ++count;
    await post({ kind: 'run', run, number: run, code });
    return run;
  }
  return {
    post,
    messages: () => ask('microcanonMessages'),
    run: async (code) => ended(await start(code)),
    async begin(code) {
      const run = await start(code);
      await until(run, 'message');
      return { ended: ended(run) };
    },
  };
}
