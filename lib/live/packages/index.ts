import { assert } from './assert.js';
import { DataFrame } from './data-frame.js';
import * as files from './files.js';
import { fontReader } from './font-advances.js';
import * as machine from './machine.js';
import { partOf } from './only.js';
import * as paths from './paths.js';

const named = (name: string, members: object): Readonly<Record<string, () => unknown>> => {
  const module = partOf(name, members);
  return { [name]: () => module, [`node:${name}`]: () => module };
};

/** What the core part brings under the names of packages; larger packages are parts of their own. */
export const ownPackages: Readonly<Record<string, () => unknown>> = {
  ...Object.fromEntries(
    ['assert', 'assert/strict', 'node:assert', 'node:assert/strict'].map((name) => [name, () => assert]),
  ),
  ...named('fs', files),
  ...named('os', machine),
  ...named('path', { ...paths, posix: paths }),
  'danfojs-node': () => ({ DataFrame }),
  'opentype.js': () => fontReader,
};
