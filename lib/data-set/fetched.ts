import { host, placeOf, sha256, type TextStore, UnwritableError } from '../host/index.js';
import { isDate } from './date-notation.js';
import { type DownloadOptions, download } from './download.js';
import { ecb } from './ecb.js';
import { fred } from './fred.js';
import { type DateRange, observedSeries } from './observations.js';
import { riksbank } from './riksbank.js';
import type { Series } from './series.js';
import { checkIdentifier, type SeriesSource } from './series-source.js';
import { yahoo } from './yahoo.js';

/** All sources, by name. */
export const seriesSources: Readonly<Record<string, SeriesSource>> = { riksbank, fred, ecb, yahoo };

/** The days of the paper's bond yields, section 5.2. */
export const paperRange: DateRange = { from: '2000-01-03', to: '2024-04-30' };

/** Days, server or saved answer of a fetch. */
export interface FetchOptions extends DownloadOptions {
  /** `paperRange` when left out. */
  readonly range?: DateRange;
  /** A server to ask in place of the source's own, http or https, e.g. a mirror. */
  readonly server?: string;
  /** The answer, where a browser saved it: nothing is asked then. */
  readonly text?: string;
}

/** A series that is kept, and the file that keeps it. */
export interface Fetched {
  readonly series: Series;
  readonly path: string;
}

/** A series that has not been fetched: its message says what to run. */
export class AbsentSeriesError extends Error {
  override name = 'AbsentSeriesError';
}

/** A series that has been fetched, but whose file cannot be read any more: its message says what to run. */
export class DamagedSeriesError extends Error {
  override name = 'DamagedSeriesError';
}

const SCHEMA = 'microcanon-series/1';

interface Kept extends DateRange {
  readonly schema: string;
  readonly source: string;
  readonly identifier: string;
  /** Where the answer came from; absent when it came from a file. */
  readonly address?: string;
  /** When it was fetched, UTC. */
  readonly fetched: string;
  /** SHA-256 of `answer` in UTF-8. */
  readonly checksum: string;
  /** What the source sent, as it is. */
  readonly answer: string;
}

/**
 * Asks a source for a series and keeps its answer with origin, date and checksum, in place of an earlier one. The answer is
 * read before it is kept: what cannot be read leaves no file and no change behind.
 * @throws Error when the source cannot be reached or refuses, or the folder cannot be written; RangeError when identifier, range
 * or answer is not as expected, or the answer has fewer values than the one that is kept of the same days
 */
export async function fetchSeries(
  source: SeriesSource,
  identifier: string,
  options: FetchOptions = {},
): Promise<Fetched> {
  checkIdentifier(source, identifier);
  const { range = paperRange, server = source.server } = options;
  for (const [name, date] of [
    ['from', range.from],
    ['to', range.to],
  ]) {
    if (!isDate(date)) {
      throw new RangeError(`fetchSeries: ${name} expects a date YYYY-MM-DD, got '${date}'`);
    }
  }
  if (range.from > range.to) {
    throw new RangeError(`fetchSeries: from expects a date up to ${range.to}, got ${range.from}; exchange them`);
  }
  const address = options.text === undefined ? serverAddress(server) + source.path(identifier, range) : undefined;
  const answer = options.text ?? (await download(address!, options));
  const kept: Kept = {
    schema: SCHEMA,
    source: source.name,
    identifier,
    ...range,
    ...(address === undefined ? {} : { address }),
    fetched: `${new Date().toISOString().slice(0, 19)}Z`,
    checksum: sha256(answer),
    answer,
  };
  const series = seriesOf(source, kept);
  checkNoLess(series, kept, source);
  try {
    keptTexts().write(nameOf(source, identifier), `${JSON.stringify(kept, undefined, 1)}\n`);
  } catch (cause) {
    throw cause instanceof UnwritableError
      ? new Error(`fetchSeries: ${identifier} is not kept: ${cause.message}`, { cause })
      : cause;
  }
  return { series, path: keptTexts().pathOf(nameOf(source, identifier)) };
}

/** Half an answer may look whole: it does not take the place of a whole one. */
function checkNoLess({ values }: Series, { identifier, from, to }: Kept, source: SeriesSource): void {
  let earlier: Kept;
  let count: number;
  try {
    earlier = keptOf(keptTexts().read(nameOf(source, identifier)) ?? '', source, identifier);
    count = seriesOf(source, earlier).values.length;
  } catch {
    return;
  }
  if (earlier.from !== from || earlier.to !== to || count <= values.length) return;
  throw new RangeError(
    `fetchSeries: ${identifier} expects at least the ${count} values that are kept of these days, got ${values.length}; ` +
      `run the same again, or remove ${keptTexts().pathOf(nameOf(source, identifier))} first`,
  );
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}

/**
 * A series that `microcanon data fetch` has kept.
 * @throws AbsentSeriesError when it has not, DamagedSeriesError when the file cannot be read any more; both say what to run
 */
export function fetchedSeries(source: SeriesSource, identifier: string): Series {
  return keptSeries(source, identifier).series;
}

/** The same with where it lies. */
export function keptSeries(source: SeriesSource, identifier: string): Fetched {
  checkIdentifier(source, identifier);
  const texts = keptTexts();
  const path = texts.pathOf(nameOf(source, identifier));
  const command = `npx microcanon data fetch ${source.name} ${identifier}`;
  let text: string | undefined;
  try {
    text = texts.read(nameOf(source, identifier));
  } catch (cause) {
    throw new DamagedSeriesError(`The file ${path} cannot be read (${codeOf(cause)}): remove it, then run ${command}`, {
      cause,
    });
  }
  if (text === undefined) {
    throw new AbsentSeriesError(
      `The series ${identifier} of ${source.owner} is not on this computer yet: run ${command}`,
    );
  }
  try {
    return { series: seriesOf(source, keptOf(text, source, identifier)), path };
  } catch (cause) {
    throw new DamagedSeriesError(`The file ${path} is damaged (${(cause as Error).message}): run ${command}`, {
      cause,
    });
  }
}

/** Identifiers of a source's series that are kept here, its examples apart. */
export function otherIdentifiers(source: SeriesSource): string[] {
  const texts = keptTexts();
  return texts.list().flatMap((file) => {
    if (!file.startsWith(`${source.name}-`) || !file.endsWith('.json')) return [];
    let identifier: unknown;
    try {
      ({ identifier } = JSON.parse(texts.read(file) ?? ''));
    } catch {
      return [];
    }
    // What the file says of itself names no other file.
    if (typeof identifier !== 'string' || !source.pattern.test(identifier)) return [];
    const own = nameOf(source, identifier) === file;
    return own && !Object.hasOwn(source.examples, identifier) ? [identifier] : [];
  });
}

function keptOf(text: string, source: SeriesSource, identifier: string): Kept {
  const kept = JSON.parse(text) as Partial<Kept> | null;
  if (kept?.schema !== SCHEMA || kept.source !== source.name || kept.identifier !== identifier) {
    throw new RangeError('it keeps another series');
  }
  if (typeof kept.answer !== 'string' || sha256(kept.answer) !== kept.checksum)
    throw new RangeError('its checksum differs');
  return kept as Kept;
}

function seriesOf(source: SeriesSource, { identifier, from, to, address, fetched, answer }: Kept): Series {
  const { observations, notes } = source.parse(answer.replace(/^\uFEFF/, ''), identifier);
  const place = address === undefined ? 'read from a file' : `from ${address}`;
  const origin = `${source.owner}, ${identifier}, ${place} at ${fetched}`;
  const asked = fetched.slice(0, 10);
  return observedSeries({ name: identifier, source: origin, observations, range: { from, to }, asked, notes });
}

/** Only characters of the pattern reach the name; / becomes a point, ^ a word in lower case, which no identifier has. */
function nameOf(source: SeriesSource, identifier: string): string {
  return `${source.name}-${identifier.replaceAll('/', '.').replace('^', 'index-')}.json`;
}

const keptTexts = (): TextStore => host.store(placeOf('fetched'));

function serverAddress(server: string): string {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new RangeError(`fetchSeries: server expects an address like https://example.org, got '${server}'`);
  }
  return url.href.replace(/\/$/, '');
}
