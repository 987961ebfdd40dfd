import { Command, UsageError } from './command';

/** `microcanon verify`: compares the library with reference files. */
export const verifyCommand: Command = {
  name: 'verify',
  summary: 'Compares the library with every reference file of a folder, a line each.',
  operands: 'FOLDER',
  options: {},
  details: 'Exit code: 0 when all agrees, 1 after a miss or a kind that the library has not, 2 for a folder that cannot be used.',
  async run({ operands: [folder] }) {
    const { report, verify } = await import('./verification/verification.js');
    try {
      return report(verify(folder), (line) => process.stdout.write(`${line}\n`));
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  },
};
