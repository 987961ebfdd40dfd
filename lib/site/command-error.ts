/** A failure that its message explains completely: reported as that one sentence, without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
  readonly exitCode: number = 1;
}

/** A mistake in what the user typed or asked for. */
export class UsageError extends CommandError {
  override name = 'UsageError';
  override readonly exitCode = 2;
}
