import { UsageError } from '../site/command-error.js';

/** Variables in which engines tell a task its number: Slurm, AWS Batch, Google Batch, Kubernetes. */
const ARRAY_VARIABLES = [
  'SLURM_ARRAY_TASK_ID',
  'AWS_BATCH_JOB_ARRAY_INDEX',
  'BATCH_TASK_INDEX',
  'JOB_COMPLETION_INDEX',
];

/**
 * The part that an option names: its number from 0, or `array` for the number that the engine gives the task.
 * @param partCount number of parts to choose from
 * @throws UsageError on another word, a number beyond the last part, or `array` outside of an array
 */
export function partNumberOf(option: string, partCount: number): number {
  const variable = ARRAY_VARIABLES.find((name) => process.env[name]);
  if (option === 'array' && variable === undefined) {
    throw new UsageError(
      `run: option --part array expects one of ${ARRAY_VARIABLES.join(', ')} in the environment, got none; start it as a task of an array, or give a number`,
    );
  }
  const [word, source] =
    option === 'array' ? [process.env[variable!]!, `variable ${variable}`] : [option, 'option --part'];
  if (!/^\d+$/.test(word) || Number(word) >= partCount) {
    const range = partCount === 1 ? '0, the only part' : `a whole number from 0 to ${partCount - 1}`;
    throw new UsageError(`run: ${source} expects ${range}, got '${word}'; see run --list`);
  }
  return Number(word);
}
