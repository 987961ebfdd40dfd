import type { TestContext } from 'node:test';
import { type Experiment, type Result, run, unheard } from '../../lib/study/index.js';
import { temporaryFolder } from '../command/temporary-folder.js';
import { withVariable } from '../environment.js';

/** Runs an experiment in an empty cache. */
export function computed<Data>(t: TestContext, experiment: Experiment<object, Data>): Promise<Result<Data>> {
  return withVariable('MICROCANON_CACHE', temporaryFolder(t), () => run(experiment, { onEvent: unheard }));
}

/** What it computes. */
export async function computedData<Data>(t: TestContext, experiment: Experiment<object, Data>): Promise<Data> {
  return (await computed(t, experiment)).data;
}
