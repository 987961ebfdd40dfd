/** How a file writes its dates. */
export interface DateNotation {
  /** The pattern as errors show it, e.g. DD/MM/YYYY. */
  readonly name: string;
  /** The date as YYYY-MM-DD; undefined when the text is no date of the calendar in this notation. */
  parse(text: string): string | undefined;
}

/** Midnight behind a date, with or without a zone, which notations ignore: data frames and spreadsheets write it behind days. */
const MIDNIGHT = '(?:[ T]0?0:00(?::00(?:\\.0+)?)?(?:Z| ?[+-]\\d{2}:?\\d{2})?)?';

/** 2020-04-17, 2020/04/17, 2020.04.17 or 20200417. */
export const yearFirst: DateNotation = notation(
  'YYYY-MM-DD',
  '(?<year>\\d{4})([./-]?)(?<month>\\d{2})\\2(?<day>\\d{2})',
);

/** 17.04.2020, 17/04/2020 or 17-04-2020, the day and month of one digit or two. */
export const dayFirst: DateNotation = notation(
  'DD.MM.YYYY',
  '(?<day>\\d{1,2})([./-])(?<month>\\d{1,2})\\2(?<year>\\d{4})',
);

/** 04/17/2020, the day and month of one digit or two. */
export const monthFirst: DateNotation = notation(
  'MM/DD/YYYY',
  '(?<month>\\d{1,2})([./-])(?<day>\\d{1,2})\\2(?<year>\\d{4})',
);

/** 17 Apr 2020, 17-Apr-2020, Apr 17, 2020 or April 17 2020: English names of months, in full or their first three letters. */
export const monthNamed: DateNotation = notation(
  'DD Mon YYYY',
  '(?:(?<day>\\d{1,2})[ .-]*(?<name>[A-Za-z]{3,9})\\.?|(?<name2>[A-Za-z]{3,9})\\.? *(?<day2>\\d{1,2}),?)[ -]*(?<year>\\d{4})',
);

/** The notations of the library, each of another name. */
export const knownNotations: readonly DateNotation[] = [yearFirst, dayFirst, monthFirst, monthNamed];

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** The number of an English month, 01 to 12; undefined for another word. */
function numberOfMonth(word: string): string | undefined {
  const name = word.toLowerCase();
  const index = MONTHS.findIndex(
    (month) => name === month || name === month.slice(0, 3) || (name === 'sept' && month === 'september'),
  );
  return index < 0 ? undefined : String(index + 1);
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a month has a day, by the Gregorian calendar. Files have thousands of dates, for which `Date` is slow. */
function isInCalendar(year: number, month: number, day: number): boolean {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (month === 2 && isLeap ? 29 : (MONTH_LENGTHS[month - 1] ?? 0));
}

function notation(name: string, pattern: string): DateNotation {
  const whole = new RegExp(`^${pattern}${MIDNIGHT}$`);
  return Object.freeze({
    name,
    parse(text: string) {
      const groups = whole.exec(text)?.groups;
      if (groups === undefined) return undefined;
      const day = groups.day ?? groups.day2;
      const month = groups.month ?? numberOfMonth(groups.name ?? groups.name2);
      if (month === undefined) return undefined;
      if (!isInCalendar(Number(groups.year), Number(month), Number(day))) return undefined;
      return `${groups.year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    },
  });
}

/** The notations by the names under which they are exported. */
const notations = { yearFirst, dayFirst, monthFirst, monthNamed };

/** Dates with a year of two digits, whose century is unknown. */
const TWO_DIGIT_YEAR = /^(\d{1,2}([./-])\d{1,2}\2\d{2}|\d{1,2}[ .-]*[A-Za-z]{3,9}[ .-]*'?\d{2})$/;

/** A time of the day behind a date. */
const TIME = /\d[ T,]+\d{1,2}:\d{2}/;

/**
 * Advice for a date that the given notation does not read: notations that read all dates of the column, with what they read `text` as.
 * @param text the date
 * @param all dates of the column, `text` included
 */
export function dateAdvice(text: string, all: readonly string[], told: DateNotation): string {
  const fitting = Object.entries(notations).filter(
    ([, other]) => other !== told && all.every((date) => other.parse(date) !== undefined),
  );
  if (fitting.length > 0) {
    const [options, names] = [
      fitting.map(([name, other]) => `dates: ${name} if it is ${other.parse(text)}`),
      fitting.map(([name]) => name),
    ];
    return `give ${options.join(', ')} (import { ${names.join(', ')} } from 'microcanon/data-set')`;
  }
  if (told.parse(all[0]) !== undefined) return 'repair the line';
  if (all.every((date) => TWO_DIGIT_YEAR.test(date))) return 'write years with four digits';
  if (all.every((date) => TIME.test(date))) return 'give one line per day, its date without a time';
  if (all.every((date) => /^\d{5}$/.test(date)))
    return 'these are a spreadsheet’s day numbers: format the column as YYYY-MM-DD in the spreadsheet and save it again';
  if (all.length > 1) return 'write the dates so, or give dates a notation of your own: { name, parse }';
  return 'repair the line';
}

/** Whether some notation reads a text as a date. */
export function isAnyDate(text: string): boolean {
  return Object.values(notations).some((notation) => notation.parse(text) !== undefined);
}

/** Whether a text is exactly a date of the calendar, YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  return isInCalendar(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));
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
