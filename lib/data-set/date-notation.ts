/** How a file writes its dates. */
export interface DateNotation {
  /** The pattern as errors show it, e.g. DD/MM/YYYY. */
  readonly name: string;
  /** The date as YYYY-MM-DD; undefined when the text is no date of the calendar in this notation. */
  parse(text: string): string | undefined;
}

/** 2020-04-17; a midnight behind it, with or without a zone, is passed over: data frames write days so. */
export const yearFirst: DateNotation = notation(
  'YYYY-MM-DD',
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/,
);

/** 17.04.2020, 17/04/2020 or 17-04-2020, the day and month of one digit or two. */
export const dayFirst: DateNotation = notation('DD.MM.YYYY', /^(?<day>\d{1,2})([./-])(?<month>\d{1,2})\2(?<year>\d{4})$/);

/** 04/17/2020, the day and month of one digit or two. */
export const monthFirst: DateNotation = notation('MM/DD/YYYY', /^(?<month>\d{1,2})([./-])(?<day>\d{1,2})\2(?<year>\d{4})$/);

function notation(name: string, pattern: RegExp): DateNotation {
  return {
    name,
    parse(text) {
      const { year, month, day } = pattern.exec(text)?.groups ?? {};
      if (year === undefined) return undefined;
      const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
      const instant = new Date(`${date}T00:00:00Z`);
      // A day that its month has not would be carried over into the next.
      return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined;
    },
  };
}

/** Whether a text is a date of the calendar, YYYY-MM-DD and nothing else. */
export function isDate(text: string): boolean {
  return yearFirst.parse(text) === text;
}

const DAY = 86_400_000;

/** Days from one date YYYY-MM-DD to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The date of a number of seconds since 1970, YYYY-MM-DD. */
export function dateOfSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
