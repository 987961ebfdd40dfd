import { Command, CommandError, UsageError, helpOf, parseArguments } from './command';
import { benchCommand } from './bench-command';
import { dataCommand } from './data-command';
import { labCommand } from './lab-command';
import { picturesCommand } from './pictures-command';
import { runCommand } from './run-command';
import { testCommand } from './test-command';
import { verifyCommand } from './verify-command';
import { workbookCommand } from './workbook-command';

const commands: readonly Command[] = [workbookCommand, labCommand, runCommand, testCommand, benchCommand, verifyCommand, dataCommand, picturesCommand];

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Usage: microcanon COMMAND [OPTIONS]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    `  ${'help'.padEnd(width)}  Shows this text, or with a command's name that command's.`,
    '',
    '',
  ].join('\n');
}

function commandOf(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const known = [...commands.map((candidate) => candidate.name), 'help'].join(', ');
    throw new UsageError(`microcanon: expects a command of ${known}, got '${name}'; see microcanon help`);
  }
  return command;
}

async function dispatch([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(name === 'help' && rest[0] !== undefined ? helpOf(commandOf(rest[0])) : overview());
    return name === undefined ? 2 : 0;
  }
  const command = commandOf(name);
  const args = parseArguments(command, rest);
  if (args === 'help') {
    process.stdout.write(helpOf(command));
    return 0;
  }
  return command.run(args);
}

/**
 * Runs one command of the project and leaves its exit code in `process.exitCode`: 0 done, 1 failed, 2 wrong usage.
 * @param words the command's name and what follows it
 */
export async function main(words: readonly string[]): Promise<void> {
  try {
    process.exitCode = await dispatch(words);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}

if (require.main === module) void main(process.argv.slice(2));
