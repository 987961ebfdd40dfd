import { type Profile, type Settings, settings, variables } from '../host/index.js';
import { workerCount } from '../parallel/sharding.js';
import { UsageError } from '../site/command-error.js';
import { gotInstead } from './suggestion.js';

const profiles: readonly Profile[] = ['quick', 'paper'];

/**
 * The profile that an option names; without one that of MICROCANON_PROFILE, or the command's own.
 * @throws UsageError on any other name
 */
export function profileOf(
  text: string | true | undefined,
  command = 'workbook',
  ownProfile: Profile = 'quick',
): Profile {
  if (text === undefined) return settings().profile ?? ownProfile;
  const found = profiles.find((profile) => profile === text);
  if (found === undefined) {
    throw new UsageError(
      `${command}: option --profile expects quick or paper, ${gotInstead(String(text), profiles)}; choose one of the two`,
    );
  }
  sayPrecedence(command, 'profile', found);
  return found;
}

/**
 * The worker count that an option names; without one MICROCANON_WORKERS, or the number of cores.
 * @throws UsageError unless it is a whole number from 1 to 256
 */
export function workerCountOf(text: string | true | undefined, command = 'workbook'): number {
  if (text === undefined) return workerCount();
  const count = Number(text);
  if (typeof text !== 'string' || !/^\d+$/.test(text) || count < 1 || count > 256) {
    throw new UsageError(
      `${command}: option --workers expects a whole number from 1 to 256, got '${text}'; give the number of cores to use`,
    );
  }
  sayPrecedence(command, 'workers', count);
  return count;
}

/**
 * The notebooks that an option selects, in order: `03`, `03,05` or full names; all without one.
 * @param available file names, sorted
 * @throws UsageError when a part selects none
 */
export function selectNotebooks(available: readonly string[], text: string | true | undefined): string[] {
  if (text === undefined) return [...available];
  const chosen = new Set<string>();
  for (const part of String(text)
    .split(',')
    .map((word) => word.trim())) {
    const found = available.filter(
      (name) => part !== '' && (name === part || name === `${part}.ipynb` || name.startsWith(`${part}-`)),
    );
    if (found.length === 0) {
      const names = available.map((name) => name.replace(/\.ipynb$/, ''));
      const known = names.map((name) => name.split('-')[0]);
      // Suggestions need letters: two numbers of two digits are always similar.
      const got = gotInstead(
        part,
        part.length > 2 ? [...names, ...names.map((name) => name.replace(/^[^-]*-/, ''))] : [],
      );
      throw new UsageError(
        `workbook: option --only expects notebooks among ${known.join(', ') || 'none'}, ${got}; write for example --only 03,05`,
      );
    }
    for (const name of found) chosen.add(name);
  }
  return available.filter((name) => chosen.has(name));
}

/** Reports that an option overrides a variable of the environment. */
function sayPrecedence<Option extends 'profile' | 'workers'>(
  command: string,
  option: Option,
  given: Settings[Option],
): void {
  const before = settings()[option];
  if (before !== undefined && before !== given)
    process.stderr.write(`${command}: --${option} ${given} takes the place of ${variables[option]}=${before}\n`);
}

/**
 * Reads the settings from the environment: the entrance of every command.
 * @throws UsageError when a variable has a value that no setting has
 */
export function readEnvironment(command: string): void {
  try {
    settings();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(error.message.replace(/^\w+/, command));
  }
}
