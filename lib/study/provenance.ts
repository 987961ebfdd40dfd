import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { libraryFolder } from '../host/library-folder.js';
import { workerCount } from '../parallel/index.js';

/** Where a result comes from. */
export interface Provenance {
  /** Commit of the checkout, with `+` when files differ from it; `unknown` outside a checkout. */
  readonly revision: string;
  /** Hash of the compiled code that results depend on. */
  readonly code: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: string;
  readonly workers: number;
  readonly wallSeconds: number;
  /** The part of it that each stage took; stages that an interruption cut are counted with their lost work. */
  readonly stageSeconds?: Readonly<Record<string, number>>;
  /** Revisions that computed the results of other experiments which this one builds on, by their ids. */
  readonly builtOn?: Readonly<Record<string, string>>;
  /** When the run ended, ISO 8601. */
  readonly date: string;
}

/** Provenance of a run that took `wallSeconds`. */
export function provenance(
  wallSeconds: number,
  { stageSeconds, builtOn }: Pick<Provenance, 'stageSeconds' | 'builtOn'>,
): Provenance {
  const processors = cpus();
  return {
    revision: revision(),
    code: codeHash(),
    versions: { microcanon: ownVersion(), node: process.versions.node, v8: process.versions.v8 },
    machine: `${processors.length} × ${processors[0]?.model ?? process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
    workers: workerCount(),
    wallSeconds,
    stageSeconds,
    ...(Object.keys(builtOn ?? {}).length > 0 && { builtOn }),
    date: new Date().toISOString(),
  };
}

/** The folders whose code decides what an experiment computes. */
const COMPUTING = [
  'array',
  'random',
  'special',
  'statistics',
  'linear-algebra',
  'wavelet',
  'parallel',
  'compiled',
  'energy',
  'model',
  'data-set',
  'flow',
  'divergence',
  'expectation',
  'study',
  'chapter',
];

let hash: string | undefined;

/** Hash of the compiled code that results depend on: a result of other code is not taken for one of this. */
export function codeHash(): string {
  if (hash === undefined) {
    const digest = createHash('sha256');
    for (const folder of COMPUTING)
      for (const file of filesOf(join(__dirname, '..', folder))) digest.update(readFileSync(file));
    hash = digest.digest('hex').slice(0, 16);
  }
  return hash;
}

/** Compiled files of a folder and of those in it; none where the folder is absent. */
function filesOf(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
  return names
    .filter((name) => /\.(js|wasm)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

function revision(): string {
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
export function ownVersion(): string {
  return JSON.parse(readFileSync(join(libraryFolder(), 'package.json'), 'utf8')).version;
}
