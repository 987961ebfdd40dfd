import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Files } from '../host.js';
import { writeWhole } from './whole-file.js';

/** Files of this machine; a relative path starts at the process's folder. */
export const files: Files = {
  read(path, most) {
    if (statSync(path).size > most) throw new RangeError(`files: ${path} has more than ${most} bytes`);
    return new Uint8Array(readFileSync(path));
  },
  write: writeWhole,
  absolute: (path) => resolve(path),
  unpack(bytes, most) {
    try {
      return new Uint8Array(gunzipSync(bytes, { maxOutputLength: most }));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') throw cause;
      throw new RangeError(`files: unpacked, there are more than ${most} bytes`, { cause });
    }
  },
};
