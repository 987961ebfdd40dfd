/**
 * Loads parts of the library by script tags, which work from the file system too, and starts workers from their texts: a part is a
 * call `microcanonPart(NAME, function)`, whose function the page never calls.
 */

const texts = new Map<string, string>();
const loading = new Map<string, Promise<void>>();

declare global {
  /** Called by the script of each part. */
  var microcanonPart: ((name: string, body: () => void) => void) | undefined;
}

/** Folder of parts beside the page. */
const folder = 'assets/live/';

/**
 * Loads the script of a part, once.
 * @throws Error when the script cannot be loaded: the folder of assets is not beside the page
 */
export function loadPart(name: string): Promise<void> {
  globalThis.microcanonPart ??= (part, body) => void texts.set(part, `(${body})();`);
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

/** The text of a loaded part, as a script. */
export function partText(name: string): string {
  const text = texts.get(name);
  if (text === undefined) throw new Error(`partText: part ${name} is not loaded; call loadPart first`);
  return text;
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

/**
 * Starts a worker that has the parts named, in their order, the core first. Its address stays valid as long as the page, because the
 * worker's own threads start from it.
 */
export async function startWorker(names: readonly string[]): Promise<Worker> {
  prepareIsolation();
  await Promise.all(names.map(loadPart));
  const blob = new Blob([names.map(partText).join('\n')], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(blob));
}
