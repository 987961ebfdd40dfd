import type { DescendOptions, DescentCheckpoint } from '../flow/index.js';
import type { RunContext } from './experiment.js';
import { codeHash } from './provenance.js';
import { spokenSeconds } from './result.js';
import { type Keep, read } from './result-store.js';

/** What a checkpoint file holds. */
interface Progress {
  readonly code: string;
  spentSeconds: number;
  readonly stages: Record<string, unknown>;
  readonly stageSeconds: Record<string, number>;
  running?: { readonly stage: string; readonly checkpoint: DescentCheckpoint; readonly share: number };
}

/** What a run tells about itself. */
export interface RunListener {
  say(line: string): void;
  /** Work done so far and how much of it earlier runs did, in units of `workOf`. */
  advance(done: number, before: number): void;
  /** The share of a stage in the work of the run; 1 when all are alike. */
  workOf(stage: string): number;
}

/** Stages of a run that keep themselves in the file `name`, and those of an earlier run that was killed. */
export interface CheckpointedRun extends Pick<RunContext, 'stage'> {
  /** Seconds that earlier runs worked. */
  readonly spentBefore: number;
  /** Seconds that the stages took so far. */
  readonly stageSeconds: Readonly<Record<string, number>>;
}

/** Reads the checkpoint `name`, where there is one of this code, and goes on from there; `keep` writes it. */
export function checkpointed(
  name: string,
  id: string,
  keep: Keep,
  { say, advance, workOf }: RunListener,
): CheckpointedRun {
  const found = read(name);
  if (found.state === 'damaged') say(`${id}: the checkpoint is damaged; starting again`);
  let progress: Progress = { code: codeHash(), spentSeconds: 0, stages: {}, stageSeconds: {} };
  if (found.state === 'found' && (found.content as Progress).code === progress.code) {
    progress = found.content as Progress;
    say(`${id}: goes on from a checkpoint after ${spokenSeconds(progress.spentSeconds)} of work`);
  }
  const spentBefore = progress.spentSeconds;
  const started = performance.now();
  const finished = (): number => Object.keys(progress.stages).reduce((sum, stage) => sum + workOf(stage), 0);
  const before = finished() + (progress.running ? progress.running.share * workOf(progress.running.stage) : 0);

  function save(): void {
    progress.spentSeconds = spentBefore + (performance.now() - started) / 1000;
    keep(name, progress);
  }

  return {
    spentBefore,
    stageSeconds: progress.stageSeconds,
    async stage<Outcome>(stage: string, work: (options: DescendOptions) => Promise<Outcome>): Promise<Outcome> {
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
        onProgress(stepNumber, stepCount) {
          share = stepNumber / stepCount;
          advance(finished() + share * workOf(stage), before);
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
