import { format, inspect } from 'node-inspect-extracted';
import type { Host, Place, TextStore } from '../host.js';
import { settingsOf } from '../settings.js';
import { assetNames, bytes, files, refusal } from './files.js';
import { supplied } from './supplies.js';
import { workers } from './workers.js';

export { keepFile, onFileWritten, pageFiles } from './files.js';
export { type Supplies, supply } from './supplies.js';
export { addPart, isThread } from './workers.js';

const written = new Map<string, string>();

/** Texts in memory, and below those the bundle's assets of the folder's name. */
function memoryStore({ folder }: Place): TextStore {
  const pathOf = (name: string): string => `${folder}/${name}`;
  return {
    pathOf,
    read(name) {
      const path = pathOf(name);
      if (written.has(path)) return written.get(path);
      return assetNames().includes(path) ? new TextDecoder().decode(bytes(path)) : undefined;
    },
    write: (name, text) => void written.set(pathOf(name), text),
    remove: (name) => void written.delete(pathOf(name)),
    list() {
      const names = [...written.keys(), ...assetNames()].filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(names.map((path) => path.slice(folder.length + 1)))].sort();
    },
  };
}

/** Hands the thread over to what waits for it: a message comes after all that is queued. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** A page or a worker of a page: assets and settings from its parts, files and texts in memory, threads where memory can be shared. */
export const host: Host = {
  kind: 'page',
  bytes,
  locate: (asset) => asset,
  load<Package>(name: string): Package {
    const { packages } = supplied();
    if (!Object.hasOwn(packages, name)) throw refusal('ENOENT', `host: this page brings no package ${name}`);
    return packages[name]() as Package;
  },
  workers,
  settings: () => ({
    ...settingsOf({}, (folder) => (folder === 'site' ? folder : `microcanon/data/${folder}`)),
    threads: workers !== undefined,
    ...supplied().settings,
  }),
  store: memoryStore,
  files,
  turn,
  withoutFatalHandlers: (work) => work(),
  inspect: (value, options) => inspect(value, options),
  format: (...values) => format(...values),
  isProxy: () => false,
  console: { write: (text) => console.info(text.trimEnd()) },
  revision: () => supplied().revision,
  version: () => supplied().version,
  machine: () => ({ versions: {}, description: navigator.userAgent }),
};
