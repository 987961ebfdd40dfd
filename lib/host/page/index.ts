import { gunzipSync } from 'fflate';
import { fromBase64 } from '../base64.js';
import type { Files, Host, Place, TextStore } from '../host.js';
import { settingsOf } from '../settings.js';
import { supplied } from './supplies.js';

export { type Supplies, supply } from './supplies.js';

function refusal(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function bytes(asset: string): Uint8Array<ArrayBuffer> {
  const { assets, packedAssets } = supplied();
  if (Object.hasOwn(assets, asset)) return fromBase64(assets[asset]);
  if (Object.hasOwn(packedAssets, asset)) return gunzipSync(fromBase64(packedAssets[asset])) as Uint8Array<ArrayBuffer>;
  throw refusal('ENOENT', `host: this page brings no ${asset}; add it to the bundle's assets`);
}

function assetNames(): string[] {
  const { assets, packedAssets } = supplied();
  return [...Object.keys(assets), ...Object.keys(packedAssets)];
}

/** Files of a page are the assets of its bundle. */
const files: Files = {
  read(path, most) {
    const content = bytes(path);
    if (content.length > most) throw new RangeError(`files: ${path} has more than ${most} bytes`);
    return content;
  },
  write(path) {
    throw refusal('EROFS', `files: ${path} cannot be written from a page`);
  },
  absolute: (path) => path,
  unpack(packed, most) {
    const unpacked = gunzipSync(packed);
    if (unpacked.length > most) throw new RangeError(`files: unpacked, there are more than ${most} bytes`);
    return unpacked;
  },
};

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

/** A page or a worker of a page: one thread, assets and settings from the bundle, texts in memory. */
export const host: Host = {
  kind: 'page',
  bytes,
  locate: (asset) => asset,
  load<Package>(name: string): Package {
    const { packages } = supplied();
    if (!Object.hasOwn(packages, name)) throw refusal('ENOENT', `host: this page brings no package ${name}`);
    return packages[name]() as Package;
  },
  workers: undefined,
  settings: () => ({
    ...settingsOf({}, (folder) => (folder === 'site' ? folder : `microcanon/data/${folder}`)),
    threads: false,
    ...supplied().settings,
  }),
  store: memoryStore,
  files,
  turn,
  withoutFatalHandlers: (work) => work(),
  console: { write: (text) => console.info(text.trimEnd()) },
  revision: () => supplied().revision,
  version: () => supplied().version,
  machine: () => ({ versions: {}, description: navigator.userAgent }),
};
