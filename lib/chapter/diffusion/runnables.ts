import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import { otherSeeds, type Runnable } from '../../study/runnable.js';
import { type ScoreTrainingData, scoreTraining } from './score-training.js';

/** What this chapter's notebook keeps with the sources, for the command line. */
export const runnables: readonly Runnable[] = [
  {
    name: 'score-training',
    summary: `scores of two modes learned under ${otherSeeds.length} more seeds`,
    options: {},
    headings: ['divergence of the flow, nats', 'mass left of 0', 'time'],
    parts: () => otherSeeds.map((seed) => scoreTraining({}, { seed })),
    line(result: Result<unknown>) {
      const { data, provenance } = result as Result<ScoreTrainingData>;
      return [data.learnedDivergence.toFixed(4), data.flowLeft.toFixed(3), spokenDuration(provenance.wallSeconds)];
    },
  },
];
