import { CommandError, UsageError } from '../site/command-error.js';
import { benchCommand } from './bench-command.js';
import { type Command, helpOf, parseArguments } from './command.js';
import { dataCommand } from './data-command.js';
import { galleryCommand } from './gallery-command.js';
import { kernelCommand } from './kernel-command.js';
import { labCommand } from './lab-command.js';
import { nativeCommand } from './native-command.js';
import { pagesCommand } from './pages-command.js';
import { picturesCommand } from './pictures-command.js';
import { resultsCommand } from './results-command.js';
import { runCommand } from './run-command.js';
import { serveCommand } from './serve-command.js';
import { gotInstead } from './suggestion.js';
import { testCommand } from './test-command.js';
import { verifyCommand } from './verify-command.js';
import { workbookCommand } from './workbook-command.js';

/** `microcanon build`: bootstrap.cjs builds before each command, so that nothing is left to do here. */
const buildCommand: Command = {
  name: 'build',
  summary: 'Installs what is missing and compiles what has changed; every other command does so first.',
  options: {},
  run: async () => 0,
};

const commands: readonly Command[] = [
  workbookCommand,
  serveCommand,
  pagesCommand,
  labCommand,
  kernelCommand,
  nativeCommand,
  runCommand,
  testCommand,
  benchCommand,
  verifyCommand,
  dataCommand,
  resultsCommand,
  picturesCommand,
  galleryCommand,
  buildCommand,
];

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Usage: microcanon COMMAND [OPTIONS]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    `  ${'help'.padEnd(width)}  Shows this text, or the help of the command named after it.`,
    '',
    'microcanon COMMAND --help shows the options of a command, microcanon --version the version.',
    '',
  ].join('\n');
}

function commandOf(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const known = [...commands.map((candidate) => candidate.name), 'help'];
    throw new UsageError(
      `microcanon: expects a command of ${known.join(', ')}, ${gotInstead(name, known)}; see microcanon help`,
    );
  }
  return command;
}

/** Words that ask for help. */
const HELP = ['help', '--help', '-h'];

async function dispatch([name, ...rest]: readonly string[]): Promise<number> {
  if (name === undefined || HELP.includes(name)) {
    const asked = name === 'help' ? rest.find((word) => !HELP.includes(word)) : undefined;
    process.stdout.write(asked === undefined ? overview() : helpOf(commandOf(asked)));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    const { host } = await import('../host/index.js');
    process.stdout.write(`microcanon ${host.version()}\n`);
    return 0;
  }
  const command = commandOf(name);
  const args = parseArguments(command, rest);
  if (args === 'help') {
    process.stdout.write(helpOf(command));
    return 0;
  }
  const { readEnvironment } = await import('./settings.js');
  readEnvironment(name);
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
