import { join, resolve } from 'node:path';
import { format, inspect, types } from 'node:util';
import type { Host } from '../host.js';
import { type Folder, settingsOf } from '../settings.js';
import { bytes, locate } from './assets.js';
import { files } from './files.js';
import { libraryFolder } from './library-folder.js';
import { machine, revision, version } from './machine.js';
import { load } from './packages.js';
import { withoutFatalHandlers } from './process-handlers.js';
import { folderStore } from './store.js';
import { workers } from './workers.js';

/** Where the library writes when no variable names another folder: below the checkout. */
const ownFolders: Readonly<Record<Folder, readonly string[]>> = {
  cache: ['data', 'cache'],
  results: ['data', 'results'],
  fetched: ['data', 'fetched'],
  site: ['site'],
};

/** Node: files, worker threads and the process's environment. */
export const host: Host = {
  kind: 'node',
  bytes,
  locate,
  load,
  workers,
  files,
  machine,
  revision,
  version,
  withoutFatalHandlers,
  store: folderStore,
  settings: () =>
    settingsOf(process.env, (folder, path) => resolve(path ?? join(libraryFolder(), ...ownFolders[folder]))),
  inspect: (value, options) => inspect(value, options),
  format,
  isProxy: types.isProxy,
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  get console() {
    return process.stderr;
  },
};
