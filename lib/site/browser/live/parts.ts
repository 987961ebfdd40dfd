import { keepThreads } from '../../../host/page/thread-keeper.js';
import { unpackedBesides } from '../../packed-text.js';

/**
 * Loads parts of the library by script tags, which work from the file system too, and starts workers from their texts: a part is a
 * call `microcanonPart(NAME, CODE)` with its code packed as text, or as a function, which the page never calls.
 */

/** A part whose script has been loaded. */
interface Part {
  readonly text: Promise<string>;
  /** Names of the parts that must be evaluated before, the core apart. */
  readonly foundations: readonly string[];
}

declare global {
  /** The parts that are loaded, which the scripts of a page share. */
  var microcanonParts: Map<string, Part> | undefined;
  /** Called by the script of each part. */
  var microcanonPart:
    | ((name: string, code: string | (() => void), foundations?: readonly string[]) => void)
    | undefined;
}

globalThis.microcanonParts ??= new Map();
const parts = globalThis.microcanonParts;
const loading = new Map<string, Promise<void>>();

/** Folder of parts beside the page. */
const folder = 'assets/live/';

/** The text of a part's code, as a call of a function. */
async function textOf(code: string | (() => void)): Promise<string> {
  if (typeof code === 'string') return `(function () {\n${await unpackedBesides(code)}\n})();`;
  return `(${code})();`;
}

/**
 * Loads the script of a part, once.
 * @throws Error when the script cannot be loaded: the folder of assets is not beside the page
 */
export function loadPart(name: string): Promise<void> {
  globalThis.microcanonPart ??= (part, code, foundations = []) =>
    void parts.set(part, { text: textOf(code), foundations });
  let promise = loading.get(name);
  promise ??= new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${folder}${name}.js`;
    script.onload = () => {
      script.remove();
      resolve();
    };
    script.onerror = () => {
      loading.delete(name);
      script.remove();
      reject(new Error(`${folder}${name}.js cannot be loaded; keep the folder assets beside this page`));
    };
    document.head.append(script);
  });
  loading.set(name, promise);
  return promise;
}

/** A part as a worker is given it. */
export interface PartText {
  readonly name: string;
  readonly text: string;
}

/**
 * Loads parts with all that they build on.
 * @param has names of parts that need not be loaded, because the worker has them
 * @returns the parts in the order of their evaluation
 * @throws Error when a script cannot be loaded
 */
export async function loadParts(names: readonly string[], has: ReadonlySet<string> = new Set()): Promise<PartText[]> {
  const ordered = new Map<string, PartText>();
  async function add(name: string): Promise<void> {
    if (has.has(name) || ordered.has(name)) return;
    await loadPart(name);
    const part = parts.get(name);
    if (part === undefined) throw new Error(`${folder}${name}.js is no part of the library; build the site again`);
    const { text, foundations } = part;
    for (const below of foundations) await add(below);
    ordered.set(name, { name, text: await text });
  }
  // Scripts are fetched side by side, and put in order one after the other.
  await Promise.all(names.filter((name) => !has.has(name)).map(loadPart));
  for (const name of names) await add(name);
  return [...ordered.values()];
}

/**
 * Lets later visits have threads on a host that does not send the headers for them, by a service worker that adds those headers; this
 * visit goes on with one thread, because only a reload would give it more. A page from the file system has no service worker.
 */
function prepareIsolation(): void {
  if (globalThis.crossOriginIsolated || !location.protocol.startsWith('http')) return;
  // Without it, which a private window or an insecure address may refuse, cells run on one thread.
  navigator.serviceWorker?.register('coi-serviceworker.js').catch(() => undefined);
}

/** A worker and the parts that it was started with. */
export interface StartedWorker {
  readonly worker: Worker;
  readonly parts: ReadonlySet<string>;
  /** Ends the worker and its threads. */
  end(): void;
}

/** The address of a script that evaluates these parts, in their order; valid as long as the page. */
function addressOf(loaded: readonly PartText[]): string {
  return URL.createObjectURL(new Blob([loaded.map(({ text }) => text).join('\n')], { type: 'text/javascript' }));
}

/** A worker that evaluates these parts, in their order. */
export function workerOf(loaded: readonly PartText[]): Worker {
  return new Worker(addressOf(loaded));
}

/**
 * Starts a worker that has the core and the parts named, with all that they build on, and makes the threads that it asks for.
 * @throws Error when a script cannot be loaded
 */
export async function startWorker(names: readonly string[]): Promise<StartedWorker> {
  prepareIsolation();
  const loaded = await loadParts(['core', ...names]);
  const address = addressOf(loaded);
  const worker = new Worker(address);
  const endThreads = keepThreads(worker, address);
  return {
    worker,
    parts: new Set(loaded.map(({ name }) => name)),
    end() {
      endThreads();
      worker.terminate();
    },
  };
}
