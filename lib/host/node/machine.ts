import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Machine } from '../host.js';
import { libraryFolder } from './library-folder.js';

/** Versions of Node and V8; processors, memory and system. */
export function machine(): Machine {
  const processors = cpus();
  const gibibytes = Math.round(totalmem() / 2 ** 30);
  return {
    versions: { node: process.versions.node, v8: process.versions.v8 },
    description: `${processors.length} × ${processors[0]?.model ?? process.arch}, ${gibibytes} GiB, ${process.platform}`,
  };
}

export function revision(): string {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: libraryFolder(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    };
    const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], options).trim();
    const changed = execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], options).trim() !== '';
    return changed ? `${commit}+` : commit;
  } catch {
    return 'unknown';
  }
}

/** The package's version. */
export function version(): string {
  return JSON.parse(readFileSync(join(libraryFolder(), 'package.json'), 'utf8')).version;
}
