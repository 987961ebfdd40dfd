/**
 * The port to the machine. All rooms above ask `host` for what differs between Node and a page; none names a built-in module of
 * Node.
 *
 * Which host this is, package.json says: its `imports` give `#host` the page's under the condition `browser`, which bundlers for
 * pages set, and Node's otherwise. The choice is made when modules are resolved, because the library must work as soon as it is
 * imported: a value to be installed would need an entry point that knows Node, and every bundle would carry both hosts. One line
 * of package.json serves the compiler, CommonJS, ES modules and bundlers alike.
 */
import { host as chosen } from '#host';
import type { Host, Place } from './host.js';
import { type Folder, type Settings, variables } from './settings.js';

export { fromBase64, toBase64 } from './base64.js';
export { sha256 } from './hash.js';
export {
  type Files,
  type Host,
  type Machine,
  type Place,
  type TextStore,
  type Thread,
  UnwritableError,
} from './host.js';
export { noteRead, reads, type StoreUse, storeUse } from './reads.js';
export { environmentOf, type Folder, type Profile, type Settings, settingsOf, variables } from './settings.js';

/** This machine. */
export const host: Host = chosen;

let current: Settings | undefined;

/**
 * The settings of this process, or of the run that a worker thread takes part in.
 * @throws RangeError at the first call when an environment variable has a value that no setting has
 */
export function settings(): Settings {
  current ??= host.settings();
  return current;
}

/** Replaces some settings of this process: for the entrance of a program, which reads options. */
export function changeSettings(changes: Partial<Settings>): void {
  current = { ...settings(), ...changes };
}

/** Does work under other settings, and puts those before back. */
export async function withSettings<Outcome>(
  changes: Partial<Settings>,
  work: () => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const before = settings();
  changeSettings(changes);
  try {
    return await work();
  } finally {
    current = before;
  }
}

/** The folder of a setting, as a place to write into. */
export function placeOf(folder: Folder): Place {
  return { folder: settings().folders[folder], variable: variables[folder] };
}
