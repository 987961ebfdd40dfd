import type { Chapter } from '../../study/chapter.js';
import { estimateCostAgain } from './estimate-cost.js';
import { probeCalibrationAgain } from './probe-calibration.js';
import { stepSpectraAgain } from './step-spectra.js';

/** What the scorecard and the command line take from this chapter. */
export const chapter: Chapter = {
  name: 'log-determinant',
  notebooks: ['D'],
  experiments: {
    'step-spectra': stepSpectraAgain,
    'probe-calibration': probeCalibrationAgain,
    'estimate-cost': estimateCostAgain,
  },
};
