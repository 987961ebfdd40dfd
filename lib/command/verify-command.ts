import { UsageError } from '../site/command-error.js';
import type { Command } from './command.js';

/** `microcanon verify`: compares the library with reference files. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Compares the library with reference values in a folder of files, and prints one line per quantity.',
  operands: 'FOLDER',
  options: {},
  details:
    'Exit code: 0 when all values agree, 1 when one differs or is of an unknown kind, 2 when the folder cannot be used.',
  async run({ operands: [folder] }) {
    const { report, verify } = await import('./verification/verification.js');
    try {
      return report(verify(folder), (line) => process.stdout.write(`${line}\n`));
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  },
};
