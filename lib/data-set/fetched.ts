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
  /** Address of a server that stands in for the source's own, http or https, e.g. a mirror. */
  readonly server?: string;
  /** The answer, saved with a browser: no server is asked. */
  readonly text?: string;
}

/** A series and the file that holds it. */
export interface Fetched {
  readonly series: Series;
  readonly path: string;
}

/** Thrown for a series that was not fetched; the message names the command that fetches it. */
export class AbsentSeriesError extends Error {
  override name = 'AbsentSeriesError';
}

/** Thrown for a fetched series whose file is damaged or cannot be read; the message names the command that fetches it again. */
export class DamagedSeriesError extends Error {
  override name = 'DamagedSeriesError';
}

const SCHEMA = 'microcanon-series/1';

interface Kept extends DateRange {
  readonly schema: string;
  readonly source: string;
  readonly identifier: string;
  /** Address that sent the answer; absent for an answer from a file. */
  readonly address?: string;
  /** Time of the request, UTC. */
  readonly fetched: string;
  /** SHA-256 of `answer` in UTF-8. */
  readonly checksum: string;
  /** The answer, unchanged. */
  readonly answer: string;
}

/**
 * Asks a source for a series and stores the answer with origin, date and checksum, in place of an earlier answer. The answer is
 * read first: one that cannot be read changes no file.
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
      throw new RangeError(
        `fetchSeries: ${name} expects a date YYYY-MM-DD, got '${date}'; write for example 2000-01-03`,
      );
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

/** Refuses an answer with fewer values than the stored one of the same days: it may be cut where the cut is not visible. */
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
    `fetchSeries: the answer for ${identifier} has ${values.length} values, and the stored one of the same days has ${count}; ` +
      `run the same again, or remove ${keptTexts().pathOf(nameOf(source, identifier))} first`,
  );
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? String(error);
}

/**
 * A series that `microcanon data fetch` has stored.
 * @throws AbsentSeriesError when there is none, DamagedSeriesError when the file cannot be read; both name the command to run
 */
export function fetchedSeries(source: SeriesSource, identifier: string): Series {
  return keptSeries(source, identifier).series;
}

/** As `fetchedSeries`, with the path of the file. */
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

/** Identifiers of the stored series of a source that are not among its examples. */
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
    // The identifier in a file counts only if it leads to the name of this file.
    if (typeof identifier !== 'string' || !source.pattern.test(identifier)) return [];
    const own = nameOf(source, identifier) === file;
    return own && !Object.hasOwn(source.examples, identifier) ? [identifier] : [];
  });
}

function keptOf(text: string, source: SeriesSource, identifier: string): Kept {
  const kept = JSON.parse(text) as Partial<Kept> | null;
  if (kept?.schema !== SCHEMA || kept.source !== source.name || kept.identifier !== identifier) {
    throw new RangeError('it holds another series');
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

/** A file name for an identifier: / becomes a point, ^ a word in lower case, which no identifier contains. */
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
    throw new RangeError(
      `fetchSeries: server expects an address like https://example.org, got '${server}'; give its scheme and host`,
    );
  }
  return url.href.replace(/\/$/, '');
}
