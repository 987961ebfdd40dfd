import { isDate } from '../data-set/date-notation.js';
import { textOfFile } from '../data-set/text-file.js';
import { CommandError, UsageError } from '../site/command-error.js';
import type { Arguments, Command } from './command.js';
import { gotInstead, probablyMeant } from './suggestion.js';

/** `microcanon data`: fetches market series and lists the stored ones. */
export const dataCommand: Command = {
  name: 'data',
  summary: 'Fetches market series that cannot be shipped, and lists the series on this computer.',
  operands: '[list | fetch SOURCE SERIES]',
  options: {
    from: { value: 'DATE', help: 'first day, YYYY-MM-DD (default: 2000-01-03, as in the paper)' },
    to: { value: 'DATE', help: 'last day (default: 2024-04-30)' },
    file: { value: 'FILE', help: 'read a file that a browser saved from the source, and ask nothing' },
    server: { value: 'ADDRESS', help: "ask this server instead of the source's own" },
  },
  details:
    'Sources: riksbank, fred, ecb, yahoo. Example: microcanon data fetch riksbank EMGVB5Y\n' +
    'Series are kept in data/fetched, or in the folder that MICROCANON_FETCHED names, with origin, date and checksum.\n' +
    'Their owners have terms of use: please read them.',
  async run(args) {
    const [action = 'list', ...rest] = args.operands;
    if (action === 'list' && rest.length === 0) return list(args);
    if (action === 'fetch' && rest.length === 2) return fetchOne(args, rest[0], rest[1]);
    const meant = probablyMeant(
      action,
      ['list', 'fetch'].filter((known) => known !== action),
    );
    throw new UsageError(
      `data: expects list, or fetch SOURCE SERIES, got '${args.operands.join(' ')}'` +
        `${meant === undefined ? '' : ` (did you mean ${meant}?)`}; see microcanon data --help`,
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
      `data: SOURCE expects one of ${Object.keys(seriesSources).join(', ')}, ` +
        `${gotInstead(name, Object.keys(seriesSources))}; see microcanon data list`,
    );
  }
  const {
    from = paperRange.from,
    to = paperRange.to,
    server,
    file,
  } = options as Readonly<Record<string, string | undefined>>;
  if (server !== undefined && file !== undefined) {
    throw new UsageError('data: options --server and --file exclude each other; leave one out');
  }
  checkRange(from, to);
  try {
    checkIdentifier(source, identifier);
  } catch (error) {
    throw new UsageError(`data: ${(error as Error).message}`);
  }
  try {
    const text = file === undefined ? undefined : savedText(file);
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
    // The name of a function tells the user of a command nothing.
    throw new CommandError(`data: ${(error as Error).message.replace(/^fetchSeries: /, '')}`);
  }
}

/** The text of a file that a browser saved, packed with gzip or not. */
function savedText(file: string): string {
  try {
    return textOfFile('--file', file).text;
  } catch (error) {
    throw new CommandError(`data: ${(error as Error).message.replace('--file: path', '--file')}`);
  }
}

/** @throws UsageError when a day is none of the calendar, or the range ends before it begins */
function checkRange(from: string, to: string): void {
  for (const [option, day] of Object.entries({ from, to })) {
    if (!isDate(day))
      throw new UsageError(
        `data: option --${option} expects a day of the calendar, YYYY-MM-DD, got '${day}'; write for example 2000-01-03`,
      );
  }
  if (from > to)
    throw new UsageError(`data: option --from expects a day up to --to ${to}, got '${from}'; exchange the two`);
}
