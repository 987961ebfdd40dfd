import { shown } from './delimited-text.js';

/** Reads a value of parsed JSON; `path` names the value in errors, such as `answer.chart.result[0]`. */
export type Shape<Value> = (value: unknown, path: string) => Value;

/** A value of another shape than its reader expects. The message is the first half of a sentence: what is wrong where. */
export class ShapeError extends Error {
  override name = 'ShapeError';
}

function wrong(path: string, expected: string, value: unknown): never {
  const got = value === undefined ? 'is missing' : `is ${shown(JSON.stringify(value))} in place of ${expected}`;
  throw new ShapeError(`${path} ${got}`);
}

/** Any value, absent ones included. */
export const anything: Shape<unknown> = (value) => value;

export const text: Shape<string> = (value, path) => (typeof value === 'string' ? value : wrong(path, 'a text', value));

/** A value that may be absent or null, which reads as undefined. */
export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : shape(value, path));
}

/** An object with these fields; other fields are ignored. */
export function record<Fields extends object>(
  fields: { readonly [Name in keyof Fields]: Shape<Fields[Name]> },
): Shape<Fields> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(path, 'an object', value);
    const names = Object.keys(fields) as (keyof Fields & string)[];
    const read = names.map((name) => {
      const field = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      return [name, fields[name](field, `${path}.${name}`)] as const;
    });
    return Object.fromEntries(read) as Fields;
  };
}

export function list<Value>(shape: Shape<Value>): Shape<Value[]> {
  return (value, path) =>
    Array.isArray(value) ? value.map((item, i) => shape(item, `${path}[${i}]`)) : wrong(path, 'a list', value);
}
