/** How much an experiment computes: `quick` takes fewer paths or steps where full size takes minutes, `paper` the paper's. */
export type Profile = 'quick' | 'paper';

/** What a reader may choose for a whole process: read where the process starts, from the environment and from options. */
export interface Settings {
  /** Shards that work is cut into; all cores when undefined. */
  readonly workers: number | undefined;
  /** Whether shards run in threads of their own. */
  readonly threads: boolean;
  /** Whether kernels may use WebAssembly SIMD. */
  readonly simd: boolean;
  /** Whether a shown figure carries a picture of itself; a program that draws the pictures in its own process leaves them out. */
  readonly pictures: boolean;
  /** Undefined when the reader has chosen none: `quick`, or a command's own. */
  readonly profile: Profile | undefined;
  /**
   * Set while a first picture is wanted at once, because a reader drags a number of the code: experiments that have a sketch take
   * so few paths that it follows, and note that they did. No environment variable sets this.
   */
  readonly sketch?: { isTaken: boolean };
  readonly folders: Readonly<Record<Folder, string>>;
}

/** Places of the project's files, each with a setting of its own. */
export type Folder = 'cache' | 'results' | 'fetched' | 'site';

/** The environment variable of each setting. */
export const variables = {
  workers: 'MICROCANON_WORKERS',
  threads: 'MICROCANON_THREADS',
  simd: 'MICROCANON_SIMD',
  pictures: 'MICROCANON_PICTURES',
  profile: 'MICROCANON_PROFILE',
  cache: 'MICROCANON_CACHE',
  results: 'MICROCANON_RESULTS',
  fetched: 'MICROCANON_FETCHED',
  site: 'MICROCANON_SITE',
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings that environment variables name; the usual ones where a variable is unset or empty.
 * @param folderOf the absolute folder of a name, or of the path that a variable gives
 * @throws RangeError at a value that no setting has, naming the variable
 */
export function settingsOf(
  environment: Environment,
  folderOf: (folder: Folder, path: string | undefined) => string,
): Settings {
  const text = (setting: keyof typeof variables): string | undefined => environment[variables[setting]] || undefined;
  const refuse = (setting: keyof typeof variables, expected: string, advice: string): never => {
    throw new RangeError(
      `settings: ${variables[setting]} expects ${expected}, got ${JSON.stringify(text(setting))}; ${advice}`,
    );
  };
  const oneOf = <Choice extends string>(
    setting: keyof typeof variables,
    first: Choice,
    second: Choice,
  ): Choice | undefined => {
    const found = text(setting);
    if (found === undefined || found === first || found === second) return found as Choice | undefined;
    return refuse(setting, `${first} or ${second}`, `unset it for ${first}`);
  };
  const count = Number(text('workers') ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > 256) {
    refuse('workers', 'a whole number from 1 to 256', 'unset it to use all cores');
  }
  const folder = (name: Folder): string => folderOf(name, text(name));
  return {
    workers: text('workers') === undefined ? undefined : count,
    threads: oneOf('threads', 'on', 'off') !== 'off',
    simd: oneOf('simd', 'on', 'off') !== 'off',
    pictures: oneOf('pictures', 'on', 'off') !== 'off',
    profile: oneOf('profile', 'quick', 'paper'),
    folders: { cache: folder('cache'), results: folder('results'), fetched: folder('fetched'), site: folder('site') },
  };
}

/** The environment variables by which another process gets the same settings. */
export function environmentOf({
  workers,
  threads,
  simd,
  pictures,
  profile,
  folders,
}: Settings): Record<string, string> {
  return {
    [variables.workers]: workers === undefined ? '' : String(workers),
    [variables.threads]: threads ? 'on' : 'off',
    [variables.simd]: simd ? 'on' : 'off',
    [variables.pictures]: pictures ? 'on' : 'off',
    [variables.profile]: profile ?? '',
    [variables.cache]: folders.cache,
    [variables.results]: folders.results,
    [variables.fetched]: folders.fetched,
    [variables.site]: folders.site,
  };
}
