import { inspect } from 'node:util';

/** A property of whatever was thrown; undefined where there is none, and where reading it throws in turn. */
export function property(thrown: unknown, name: string): unknown {
  try {
    return (thrown as Record<string, unknown> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

/** A value as text, also where its own conversion throws. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return inspect(value, { depth: 2 });
  } catch {
    return 'a value that cannot be shown';
  }
}

/** Whether what was thrown has the texts of an error. */
export const isErrorLike = (thrown: unknown): boolean =>
  typeof thrown === 'object' &&
  thrown !== null &&
  (typeof property(thrown, 'stack') === 'string' || typeof property(thrown, 'message') === 'string');

/** Whether an error is that of work which the reader stopped, or comes from such an error. */
export const isInterrupted = (thrown: unknown): boolean =>
  property(thrown, 'name') === 'Interrupted' || property(property(thrown, 'cause'), 'name') === 'Interrupted';
