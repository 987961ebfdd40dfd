/**
 * Ends the process with a sentence and the signal's exit code when the user stops it. `process.exit` runs the handlers that remove
 * a kernel's files, which a signal's default does not.
 * @param sentence gives what is said, without the end of the line
 */
export function onStopSignals(sentence: () => string): void {
  const numbers = { SIGINT: 2, SIGTERM: 15 } as const;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.stderr.write(`\n${sentence()}\n`);
      process.exit(128 + numbers[signal]);
    });
  }
}
