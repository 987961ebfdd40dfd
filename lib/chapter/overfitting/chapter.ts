import type { Chapter } from '../../study/chapter.js';
import { arDescentsAgain } from './ar-descents.js';
import { biasedTargetsAgain } from './biased-targets.js';
import { claims } from './claims.js';
import { stepContractionAgain } from './step-contraction.js';
import { stoppingRuleAgain } from './stopping-rule.js';

/** This chapter's claims for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'overfitting',
  notebooks: ['02'],
  experiments: {
    'ar-descents': arDescentsAgain,
    'biased-targets': biasedTargetsAgain,
    'step-contraction': stepContractionAgain,
    'stopping-rule': stoppingRuleAgain,
  },
  claims,
};
