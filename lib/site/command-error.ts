/** A failure whose message is a complete explanation; the command line prints the message without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number = 1;
}

/** A mistake in the words or options of the command line. */
export class UsageError extends CommandError {
  override name = 'UsageError';
  override readonly exitCode = 2;
}
