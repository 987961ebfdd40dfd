import { CommandError, UsageError, type Arguments, type Command } from './command';

/** `microcanon data`: fetches market series and says which are here. */
export const dataCommand: Command = {
  name: 'data',
  summary: 'Fetches the market series that cannot be shipped, and lists what is here.',
  operands: '[list | fetch SOURCE SERIES]',
  options: {
    from: { value: 'DATE', help: 'first day, YYYY-MM-DD; 2000-01-03 when left out, as in the paper' },
    to: { value: 'DATE', help: 'last day; 2024-04-30 when left out' },
    file: { value: 'FILE', help: 'read what a browser saved from the source instead of asking it' },
    server: { value: 'ADDRESS', help: "ask this server in place of the source's own" },
  },
  details:
    'Sources: riksbank, fred, ecb, yahoo. Example: microcanon data fetch riksbank EMGVB5Y\n' +
    'Series are kept in data/fetched with their origin, date and checksum; mind the terms of use of their owners.',
  async run(args) {
    const [action = 'list', ...rest] = args.operands;
    if (action === 'list' && rest.length === 0) return list(args);
    if (action === 'fetch' && rest.length === 2) return fetchOne(args, rest[0], rest[1]);
    throw new UsageError(
      `data: expects list, or fetch SOURCE SERIES, got '${args.operands.join(' ')}'; see microcanon data --help`,
    );
  },
};

async function list({ options }: Arguments): Promise<number> {
  const unused = Object.keys(options)[0];
  if (unused !== undefined) throw new UsageError(`data: option --${unused} goes with fetch, got list; leave it out`);
  const { keptSeries, otherIdentifiers, seriesSources } = await import('../data-set/index.js');
  for (const source of Object.values(seriesSources)) {
    const others = otherIdentifiers(source).map((identifier) => [identifier, 'fetched'] as const);
    for (const [identifier, what] of [...Object.entries(source.examples), ...others]) {
      let state: string;
      try {
        const { series } = keptSeries(source, identifier);
        state = `${series.values.length} values, ${series.dates[0]} to ${series.dates[series.dates.length - 1]}`;
      } catch (error) {
        state = (error as Error).message;
      }
      process.stdout.write(`${source.name} ${identifier}: ${what}\n  ${state}\n`);
    }
  }
  return 0;
}

async function fetchOne({ options }: Arguments, name: string, identifier: string): Promise<number> {
  const { checkIdentifier, fetchSeries, paperRange, seriesSources } = await import('../data-set/index.js');
  const source = Object.hasOwn(seriesSources, name) ? seriesSources[name] : undefined;
  if (source === undefined) {
    throw new UsageError(
      `data: SOURCE expects one of ${Object.keys(seriesSources).join(', ')}, got '${name}'; see microcanon data list`,
    );
  }
  const { from = paperRange.from, to = paperRange.to, server, file } = options as Readonly<Record<string, string | undefined>>;
  if (server !== undefined && file !== undefined) {
    throw new UsageError('data: options --server and --file expect to be given alone, got both; leave one out');
  }
  try {
    checkIdentifier(source, identifier);
  } catch (error) {
    throw new UsageError(`data: ${(error as Error).message}`);
  }
  try {
    const text = file === undefined ? undefined : await fileText(file);
    const say = (line: string): void => void process.stderr.write(`data: ${line}\n`);
    const { series, path } = await fetchSeries(source, identifier, { range: { from, to }, server, text, say });
    const last = series.dates[series.dates.length - 1];
    process.stdout.write(
      `${identifier} of ${source.owner}: ${series.values.length} values, ${series.dates[0]} to ${last}, kept in ${path}\n`,
    );
    for (const note of series.notes) process.stdout.write(`  ${note}\n`);
    return 0;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`data: ${(error as Error).message}`);
  }
}

async function fileText(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CommandError(
      `data: --file expects a readable file, got ${path} (${(error as NodeJS.ErrnoException).code}); check the name`,
    );
  }
}
