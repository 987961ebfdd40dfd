import {
  contrastiveDivergence,
  exactGradient,
  jarzynskiCorrected,
  persistent,
  type Trainer,
} from '../../training/index.js';

/** The trainers that this chapter compares, as its figures and tables name them. */
export type TrainerName =
  | 'exact gradient'
  | 'contrastive'
  | 'persistent'
  | 'persistent, walkers of the model'
  | 'Jarzynski';

/** What trainers depend on. */
export interface TrainerParameters {
  /** P, steps of the walkers of contrastive divergence per update. */
  readonly contrastiveSteps: number;
  /** z before training. */
  readonly startLogOdds: number;
}

/** A trainer of the log-odds by its name. */
export function modeTrainer(name: TrainerName, { contrastiveSteps, startLogOdds }: TrainerParameters): Trainer {
  switch (name) {
    case 'exact gradient':
      return exactGradient();
    case 'contrastive':
      return contrastiveDivergence({ steps: contrastiveSteps });
    case 'persistent':
      return persistent();
    case 'persistent, walkers of the model':
      return persistent({ start: { parameters: [startLogOdds] } });
    case 'Jarzynski':
      return jarzynskiCorrected();
  }
}
