import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { libraryFolder } from '../host/library-folder.js';
import { workerCount } from '../parallel/index.js';

/** Where a result comes from. */
export interface Provenance {
  /** Commit of the checkout, with `+` when files differ from it; `unknown` outside a checkout. */
  readonly revision: string;
  /** Hash of the code that the experiment depends on (`codeOf`). */
  readonly code: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: string;
  readonly workers: number;
  readonly wallSeconds: number;
  /** The part of it that each stage took; stages that an interruption cut are counted with their lost work. */
  readonly stageSeconds?: Readonly<Record<string, number>>;
  /** The results of other experiments which this one builds on, by the names of their files. */
  readonly builtOn?: Readonly<Record<string, BuiltOn>>;
  /** When the run ended, ISO 8601. */
  readonly date: string;
}

/** A result that another one builds on. */
export interface BuiltOn {
  /** The revision that computed it. */
  readonly revision: string;
  /** Hash of its data (`contentHash`). */
  readonly hash: string;
}

/** Provenance of a run of the code with this hash. */
export function provenance(
  code: string,
  { wallSeconds, stageSeconds, builtOn }: Pick<Provenance, 'wallSeconds' | 'stageSeconds' | 'builtOn'>,
): Provenance {
  const processors = cpus();
  return {
    revision: revision(),
    code,
    versions: { microcanon: ownVersion(), node: process.versions.node, v8: process.versions.v8 },
    machine: `${processors.length} × ${processors[0]?.model ?? process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
    workers: workerCount(),
    wallSeconds,
    stageSeconds,
    ...(Object.keys(builtOn ?? {}).length > 0 && { builtOn }),
    date: new Date().toISOString(),
  };
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
