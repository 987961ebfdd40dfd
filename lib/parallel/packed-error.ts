/** An error as plain data, which threads can send whatever properties the error has. */
export interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

const standard = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError } as Record<
  string,
  ErrorConstructor
>;

export function packError(error: unknown): PackedError {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { name: 'Error', message: `runShards: a shard threw ${String(error)}, which is no Error` };
}

/**
 * The error again, of its standard class where it had one, with the name, message and stack of the thread it was thrown
 * in.
 */
export function unpackError({ name, message, stack }: PackedError): Error {
  const error = new (standard[name] ?? Error)(message);
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  if (stack !== undefined) error.stack = stack;
  return error;
}
