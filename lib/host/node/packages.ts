import { noteRead } from '../reads.js';

/** Variables that packages read when they are loaded, set where the reader has not set them. */
const quiet: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Without it TensorFlow writes log lines into the reader's notebook.
  'tfjs-node-native': { TF_CPP_MIN_LOG_LEVEL: '2' },
};

/** A package by its name, loaded now. */
export function load<Package>(name: string): Package {
  for (const [variable, value] of Object.entries(quiet[name] ?? {})) process.env[variable] ??= value;
  const loaded = require(name) as Package;
  noteRead(name);
  return loaded;
}
