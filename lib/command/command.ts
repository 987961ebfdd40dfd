import { parseArgs } from 'node:util';
import { UsageError } from '../site/command-error.js';
import { probablyMeant } from './suggestion.js';

/** One option of a command: a flag, or a value with a name for the help. */
export interface OptionDescription {
  /** Name of the value in the help, e.g. `N`; absent for a flag. */
  readonly value?: string;
  readonly help: string;
}

/** The parsed words after a command's name. */
export interface Arguments {
  readonly options: Readonly<Record<string, string | true | undefined>>;
  readonly operands: readonly string[];
}

/** One subcommand of `microcanon`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Operands in the help, e.g. `FOLDER` (exactly one) or `[PATTERN…]` (any number); absent for none. */
  readonly operands?: string;
  readonly options: Readonly<Record<string, OptionDescription>>;
  /** Further lines of the help. */
  readonly details?: string;
  /** @returns the exit code */
  run(args: Arguments): Promise<number>;
}

function checkOperands(command: Command, operands: readonly string[]): void {
  const expected = command.operands;
  if (expected === undefined && operands.length > 0) {
    throw new UsageError(
      `${command.name}: expects no argument, got '${operands[0]}'; see microcanon ${command.name} --help`,
    );
  }
  if (expected !== undefined && !expected.startsWith('[') && operands.length !== 1) {
    const got = operands.length === 0 ? 'none' : operands.map((operand) => `'${operand}'`).join(' ');
    throw new UsageError(
      `${command.name}: expects one argument ${expected}, got ${got}; see microcanon ${command.name} --help`,
    );
  }
}

/**
 * Parses what follows a command's name.
 * @returns the arguments, or 'help' when `--help` or `-h` is among them
 * @throws UsageError naming the option, what was expected and what was got
 */
export function parseArguments(command: Command, words: readonly string[]): Arguments | 'help' {
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(command.options).map(
        ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const,
      ),
    ),
    strict: false,
    tokens: true,
  });
  const options: Record<string, string | true> = {};
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    if (token.name === 'help' || token.name === 'h') return 'help';
    const description = command.options[token.name];
    if (description === undefined || !token.rawName.startsWith('--')) {
      const names = [...Object.keys(command.options), 'help'].map((name) => `--${name}`);
      const meant = probablyMeant(token.rawName, names);
      const got = `${token.rawName}${meant === undefined ? '' : ` (did you mean ${meant}?)`}`;
      throw new UsageError(
        `${command.name}: expects an option of ${names.join(', ')}, got ${got}; see microcanon ${command.name} --help`,
      );
    }
    if (description.value === undefined && token.value !== undefined) {
      throw new UsageError(
        `${command.name}: option --${token.name} expects no value, got '${token.value}'; leave the value out`,
      );
    }
    if (
      description.value !== undefined &&
      (token.value === undefined || token.value === '' || token.value.startsWith('--'))
    ) {
      throw new UsageError(
        `${command.name}: option --${token.name} expects a value ${description.value}, got none; write --${token.name} ${description.value}`,
      );
    }
    if (options[token.name] !== undefined) {
      throw new UsageError(`${command.name}: option --${token.name} is given twice; leave one out`);
    }
    options[token.name] = token.value ?? true;
  }
  checkOperands(command, operands);
  return { options, operands };
}

/** The help text of one command. */
export function helpOf(command: Command): string {
  const rows = [
    ...Object.entries(command.options).map(([name, { value, help }]) => [
      `--${name}${value === undefined ? '' : ` ${value}`}`,
      help,
    ]),
    ['--help', 'show this text'],
  ];
  const width = Math.max(...rows.map(([option]) => option.length));
  return [
    `Usage: microcanon ${command.name}${Object.keys(command.options).length > 0 ? ' [OPTIONS]' : ''}${command.operands === undefined ? '' : ` ${command.operands}`}`,
    '',
    command.summary,
    '',
    ...rows.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`),
    ...(command.details === undefined ? [] : ['', command.details]),
    '',
  ].join('\n');
}
