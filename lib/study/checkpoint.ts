import { codeHashes } from '../host/code-hashes.js';
import type { RunContext, StageOptions } from './contract.js';
import type { Listener } from './events.js';
import { type Difference, differenceOf, type Identity } from './identity.js';
import { anything, dictionaryOf, number, optional, type Parsed, record, text } from './parse.js';
import { type Keep, read, type Stored } from './result-store.js';

/** What a checkpoint file holds. */
const progressOf = record({
  /** The module that defines the experiment, where that is one of the library. */
  module: optional(text),
  /** Of the code and the inputs that the run goes on with. */
  identity: record({ code: text, inputs: dictionaryOf(text), builtOn: dictionaryOf(text) }),
  spentSeconds: number,
  /** Outcomes of finished stages. */
  stages: dictionaryOf(anything),
  stageSeconds: dictionaryOf(number),
  running: optional(record({ stage: text, checkpoint: anything, share: number })),
});

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };
interface Progress extends Mutable<Parsed<typeof progressOf>> {
  stages: Record<string, unknown>;
  stageSeconds: Record<string, number>;
}

/** The stages of a run and who hears of them. */
export interface RunWatch {
  readonly id: string;
  readonly module?: string;
  readonly identity: Identity;
  /** Work of each stage, by name. */
  readonly stages: Readonly<Record<string, number>>;
  readonly onEvent: Listener;
  /** Gets the work done so far, how much of it earlier runs did, and a note. */
  advance(done: number, before: number, note?: string): void;
}

/** Stages of a run that keep themselves in the file `name`, and those of an earlier run that was killed. */
export interface CheckpointedRun extends Pick<RunContext, 'stage'> {
  /** Seconds that earlier runs worked. */
  readonly spentBefore: number;
  /** Seconds that the stages took so far. */
  readonly stageSeconds: Readonly<Record<string, number>>;
}

/** What the checkpoint file holds; why it cannot be used, where it is there; undefined where it is not. */
function progressIn(name: string, { identity, stages }: RunWatch): Progress | 'damaged' | Difference | undefined {
  const found = read(name);
  if (found.state !== 'found') return found.state === 'damaged' ? 'damaged' : undefined;
  try {
    const progress = progressOf(found.content, 'checkpoint');
    const known = [...Object.keys(progress.stages), ...(progress.running ? [progress.running.stage] : [])];
    if (!known.every((stage) => Object.hasOwn(stages, stage))) return 'other code';
    return differenceOf(progress.identity, identity) ?? progress;
  } catch {
    // Another version wrote it.
    return 'other code';
  }
}

/** Why no run of this code would go on from what a checkpoint file holds; undefined where one may. */
export function staleness(found: Stored): 'damaged' | 'other code' | undefined {
  if (found.state !== 'found') return 'damaged';
  try {
    const { module, identity } = progressOf(found.content, 'checkpoint');
    return module !== undefined && codeHashes().modules[module] !== identity.code ? 'other code' : undefined;
  } catch {
    return 'other code';
  }
}

/** Reads the checkpoint `name`, where there is one of the same code and inputs, and goes on from there; `keep` writes it. */
export function checkpointed(name: string, keep: Keep, watch: RunWatch): CheckpointedRun {
  const { id, module, identity, stages, onEvent, advance } = watch;
  const found = progressIn(name, watch);
  let progress: Progress = { module, identity, spentSeconds: 0, stages: {}, stageSeconds: {} };
  if (typeof found === 'string') {
    onEvent({ kind: 'refused-checkpoint', id, reason: found });
  } else if (found !== undefined) {
    progress = found;
    onEvent({ kind: 'resumed', id, spentSeconds: progress.spentSeconds });
  }
  const spentBefore = progress.spentSeconds;
  const started = performance.now();
  const finished = (): number => Object.keys(progress.stages).reduce((sum, stage) => sum + stages[stage], 0);
  const before = finished() + (progress.running ? progress.running.share * stages[progress.running.stage] : 0);

  function save(): void {
    progress.spentSeconds = spentBefore + (performance.now() - started) / 1000;
    keep(name, progress);
  }

  return {
    spentBefore,
    stageSeconds: progress.stageSeconds,
    async stage<Outcome>(stage: string, work: (options: StageOptions) => Promise<Outcome>): Promise<Outcome> {
      if (!Object.hasOwn(stages, stage)) {
        const names = Object.keys(stages).join(', ');
        throw new RangeError(
          `${id}: stage expects one of those declared, ${names}, got ${stage}; declare it in the experiment's stages`,
        );
      }
      if (Object.hasOwn(progress.stages, stage)) return progress.stages[stage] as Outcome;
      const running = progress.running?.stage === stage ? progress.running : undefined;
      const stageStarted = performance.now();
      const secondsBefore = progress.stageSeconds[stage] ?? 0;
      let share = running?.share ?? 0;
      const note = (): void => {
        progress.stageSeconds[stage] = secondsBefore + (performance.now() - stageStarted) / 1000;
        save();
      };
      const outcome = await work({
        resume: running?.checkpoint,
        onProgress(done, total, note) {
          share = done / total;
          advance(finished() + share * stages[stage], before, note);
        },
        onCheckpoint(checkpoint) {
          progress.running = { stage, checkpoint, share };
          note();
        },
      });
      progress.stages[stage] = outcome;
      progress.running = undefined;
      advance(finished(), before);
      note();
      return outcome;
    },
  };
}
