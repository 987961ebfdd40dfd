import util from 'node:util';
import { noteRead } from '../reads.js';

/** What a package finds in the process when it is loaded. */
const preparations: Readonly<Record<string, () => void>> = {
  'tfjs-node-native': () => {
    // Without the variable TensorFlow writes log lines into the reader's notebook.
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
    // tfjs-node 4.22 calls this function, of which Node 20 and 22 warn and which Node 23 and later lack.
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  },
};

/** A package by its name, loaded now. */
export function load<Package>(name: string): Package {
  preparations[name]?.();
  const loaded = require(name) as Package;
  noteRead(name);
  return loaded;
}
