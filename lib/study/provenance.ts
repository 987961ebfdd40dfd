import { host } from '../host/index.js';
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
  const { versions, description } = host.machine();
  return {
    revision: host.revision(),
    code,
    versions: { microcanon: host.version(), ...versions },
    machine: description,
    workers: workerCount(),
    wallSeconds,
    stageSeconds,
    ...(Object.keys(builtOn ?? {}).length > 0 && { builtOn }),
    date: new Date().toISOString(),
  };
}
