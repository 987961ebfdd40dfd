import type { Chapter } from '../../study/chapter.js';
import { estimateCostAgain } from './estimate-cost.js';
import { probeCalibrationAgain } from './probe-calibration.js';
import { stepSpectraAgain } from './step-spectra.js';

/** This chapter's claims for the scorecard, and its experiments for the command line and for stored results. */
export const chapter: Chapter = {
  name: 'log-determinant',
  notebooks: ['D'],
  experiments: {
    'step-spectra': stepSpectraAgain,
    'probe-calibration': probeCalibrationAgain,
    'estimate-cost': estimateCostAgain,
  },
};
