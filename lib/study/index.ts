export { type Experiment, type RunContext, type RunOptions, run } from './experiment.js';
export { currentProfile, type Profile } from './profile.js';
export { type ProgressBar, type ProgressOptions, progressBar } from './progress.js';
export type { Provenance } from './provenance.js';
export type { Result } from './result.js';
export { type RunAllOptions, runAll, storedAll } from './result-set.js';
export { keep, load, stored } from './stored-result.js';
