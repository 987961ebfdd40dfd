import { host } from '../host/index.js';

/** A property of any thrown value; undefined where the property is absent, or its getter throws. */
export function property(thrown: unknown, name: string): unknown {
  try {
    return (thrown as Record<string, unknown> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

/** A value as text; works for values whose conversion to text throws. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return host.inspect(value, { depth: 2 });
  } catch {
    return 'a value that cannot be shown';
  }
}

/** Whether a thrown value has a stack or a message. */
export const isErrorLike = (thrown: unknown): boolean =>
  typeof thrown === 'object' &&
  thrown !== null &&
  (typeof property(thrown, 'stack') === 'string' || typeof property(thrown, 'message') === 'string');

/** Whether an error, or its cause, is the `Interrupted` of an interrupt. */
export const isInterrupted = (thrown: unknown): boolean =>
  property(thrown, 'name') === 'Interrupted' || property(property(thrown, 'cause'), 'name') === 'Interrupted';
