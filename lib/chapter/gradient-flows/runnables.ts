import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import { type DigitsLearningData, digitsLearning } from './digits-learning.js';
import { type RingLearningData, ringLearning } from './ring-learning.js';

/** What this chapter’s notebook keeps with the sources, for the command line. */
export const runnables: readonly Runnable[] = [
  {
    name: 'ring-learning',
    summary: 'a ring in the plane learned by proximal steps and by persistent walkers, four trainings each',
    options: {},
    headings: ['divergence, nats, by proximal steps', 'by persistent walkers', 'time'],
    parts: () => [ringLearning()],
    line(result: Result<unknown>) {
      const { data, provenance } = result as Result<RingLearningData>;
      const ends = [data.dual, data.persistent].map((courses) =>
        courses.map(({ energy }) => energy[energy.length - 1].toFixed(3)).join(', '),
      );
      return [...ends, spokenDuration(provenance.wallSeconds)];
    },
  },
  {
    name: 'digits-learning',
    summary: 'digits of 8 × 8 pixels learned by proximal steps, beside exact likelihoods',
    options: {},
    headings: ['gain over a Gaussian, nats per image', 'time'],
    parts: () => [digitsLearning()],
    line(result: Result<unknown>) {
      const { data, provenance } = result as Result<DigitsLearningData>;
      return [data.gains[data.gains.length - 1].value.toFixed(2), spokenDuration(provenance.wallSeconds)];
    },
  },
];
