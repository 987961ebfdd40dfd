import { spokenDuration } from '../../study/duration.js';
import type { Result } from '../../study/index.js';
import type { Runnable } from '../../study/runnable.js';
import { ensembleSizes } from '../mean-field/index.js';
import { joinedDescents } from './joined-descents.js';
import { singleTargets } from './single-targets.js';

/** What the theory curves of this chapter are drawn through. */
export const runnables: readonly Runnable[] = [
  {
    name: 'mean-field-limit',
    summary:
      'ensemble sizes, joined descents and single targets, 3 parts: what the laws of the mean field are held against',
    options: {},
    headings: ['computation    ', 'time'],
    parts: (_, profile) => [ensembleSizes({}, { profile }), joinedDescents({}, { profile }), singleTargets()],
    line({ id, provenance }: Result<unknown>) {
      return [id, spokenDuration(provenance.wallSeconds)];
    },
  },
];
