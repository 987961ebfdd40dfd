import { isVector, type Vector } from '../array/index.js';

/**
 * Checks a value that comes from outside and gives it its type.
 * @param path where the value stands, for the error
 * @throws TypeError naming the path, what is expected there and what was got
 */
export type Parser<Value> = (value: unknown, path: string) => Value;

/** What a parser gives. */
export type Parsed<P> = P extends Parser<infer Value> ? Value : never;

function fail(path: string, expected: string, value: unknown): never {
  const got = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : Object.prototype.toString.call(value);
  throw new TypeError(`${path} expects ${expected}, got ${typeof value === 'number' ? String(value) : got}`);
}

export const text: Parser<string> = (value, path) =>
  typeof value === 'string' ? value : fail(path, 'a string', value);

/** Any number, infinite ones and NaN among them. */
export const number: Parser<number> = (value, path) =>
  typeof value === 'number' ? value : fail(path, 'a number', value);

/** A whole number from 0. */
export const count: Parser<number> = (value, path) =>
  Number.isInteger(value) && (value as number) >= 0 ? (value as number) : fail(path, 'a whole number from 0', value);

/** Any value: what is not looked at. */
export const anything: Parser<unknown> = (value) => value;

/** A record with any entries: what is not looked at but for being one. */
export const plainObject: Parser<Readonly<Record<string, unknown>>> = (value, path) =>
  typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value))
    ? (value as Readonly<Record<string, unknown>>)
    : fail(path, 'a record', value);

/** Numbers of double precision. */
export const vectorFrom: Parser<Vector> = (value, path) => (isVector(value) ? value : fail(path, 'a vector', value));

/** One of some strings. */
export function oneOf<const Name extends string>(names: readonly Name[]): Parser<Name> {
  return (value, path) => names.find((name) => name === value) ?? fail(path, `one of ${names.join(', ')}`, value);
}

/** What the first of several parsers that accepts it gives. */
export function firstOf<First, Second>(first: Parser<First>, second: Parser<Second>): Parser<First | Second> {
  return (value, path) => {
    try {
      return first(value, path);
    } catch {
      return second(value, path);
    }
  };
}

export function listOf<Entry>(entry: Parser<Entry>): Parser<readonly Entry[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((one, i) => entry(one, `${path}[${i}]`)) : fail(path, 'a list', value);
}

/** A list of two entries. */
export function pairOf<First, Second>(first: Parser<First>, second: Parser<Second>): Parser<readonly [First, Second]> {
  return (value, path) =>
    Array.isArray(value) && value.length === 2
      ? [first(value[0], `${path}[0]`), second(value[1], `${path}[1]`)]
      : fail(path, 'a pair', value);
}

/** A record whose entries, of any names, are all alike. */
export function dictionaryOf<Entry>(entry: Parser<Entry>): Parser<Readonly<Record<string, Entry>>> {
  return (value, path) =>
    Object.fromEntries(
      Object.entries(plainObject(value, path)).map(([name, one]) => [name, entry(one, `${path}.${name}`)]),
    );
}

/** A parser for what may be absent. */
export function optional<Value>(parser: Parser<Value>): Parser<Value | undefined> {
  return (value, path) => (value === undefined ? undefined : parser(value, path));
}

type Fields = Readonly<Record<string, Parser<unknown>>>;
type OptionalName<F extends Fields> = {
  [Name in keyof F]: unknown extends Parsed<F[Name]> ? never : undefined extends Parsed<F[Name]> ? Name : never;
}[keyof F];

/** A record of these fields and no others, in the order in which they stand: names of files are hashes of encoded records. */
export function record<F extends Fields>(
  fields: F,
): Parser<
  { readonly [Name in Exclude<keyof F, OptionalName<F>>]: Parsed<F[Name]> } & {
    readonly [Name in OptionalName<F>]?: Parsed<F[Name]>;
  }
> {
  return (value, path) => {
    const given = plainObject(value, path);
    const other = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
    if (other !== undefined) throw new TypeError(`${path} expects ${Object.keys(fields).join(', ')}, got ${other}`);
    for (const [name, parser] of Object.entries(fields))
      if (!Object.hasOwn(given, name)) parser(undefined, `${path}.${name}`);
    return Object.fromEntries(
      Object.entries(given).map(([name, entry]) => [name, fields[name](entry, `${path}.${name}`)]),
    ) as never;
  };
}
