import type { RunContext, StageOptions } from './contract.js';
import type { Listener } from './events.js';
import { codeHash } from './provenance.js';
import { type Keep, read } from './result-store.js';

/** What a checkpoint file holds. */
interface Progress {
  readonly code: string;
  spentSeconds: number;
  readonly stages: Record<string, unknown>;
  readonly stageSeconds: Record<string, number>;
  running?: { readonly stage: string; readonly checkpoint: unknown; readonly share: number };
}

/** The stages of a run and who hears of them. */
export interface RunWatch {
  readonly id: string;
  /** Work of each stage, by name. */
  readonly stages: Readonly<Record<string, number>>;
  readonly onEvent: Listener;
  /** Gets the work done so far, and how much of it earlier runs did. */
  advance(done: number, before: number): void;
}

/** Stages of a run that keep themselves in the file `name`, and those of an earlier run that was killed. */
export interface CheckpointedRun extends Pick<RunContext, 'stage'> {
  /** Seconds that earlier runs worked. */
  readonly spentBefore: number;
  /** Seconds that the stages took so far. */
  readonly stageSeconds: Readonly<Record<string, number>>;
}

/** Reads the checkpoint `name`, where there is one of this code, and goes on from there; `keep` writes it. */
export function checkpointed(name: string, keep: Keep, { id, stages, onEvent, advance }: RunWatch): CheckpointedRun {
  const found = read(name);
  if (found.state === 'damaged') onEvent({ kind: 'damaged-checkpoint', id });
  let progress: Progress = { code: codeHash(), spentSeconds: 0, stages: {}, stageSeconds: {} };
  if (found.state === 'found' && (found.content as Progress).code === progress.code) {
    progress = found.content as Progress;
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
      if (stage in progress.stages) return progress.stages[stage] as Outcome;
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
        onProgress(done, total) {
          share = done / total;
          advance(finished() + share * stages[stage], before);
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
