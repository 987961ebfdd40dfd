import { host } from '../host/index.js';
import { consoleTable } from './console-table.js';

type Print = (name: 'stdout' | 'stderr', text: string) => void;

const indentation = 2;

/** Duration as Node's console writes it: `1.234ms`, `2.500s`. */
const durationOf = (milliseconds: number): string =>
  milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(3)}s` : `${Number(milliseconds.toFixed(3))}ms`;

/**
 * A console that prints as Node's does: `error`, `warn`, `trace` and `assert` on standard error, all else on standard output, values
 * as `util.inspect` writes them. Its methods need no `this`.
 */
export function cellConsole(print: Print): Partial<Console> {
  let indent = '';
  const counts = new Map<string, number>();
  const starts = new Map<string, number>();

  function write(name: 'stdout' | 'stderr', text: string): void {
    print(name, `${indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`)}\n`);
  }
  const log = (...values: unknown[]): void => write('stdout', host.format(...values));
  const warn = (...values: unknown[]): void => write('stderr', host.format(...values));
  function group(...values: unknown[]): void {
    if (values.length > 0) log(...values);
    indent += ' '.repeat(indentation);
  }
  function time(label: string, ...values: unknown[]): void {
    const start = starts.get(label);
    if (start === undefined) warn(`Warning: No such label '${label}' for console.timeEnd()`);
    else log(`${label}: ${durationOf(performance.now() - start)}`, ...values);
  }

  return {
    log,
    info: log,
    debug: log,
    warn,
    error: warn,
    dir: (value, options) => write('stdout', host.inspect(value, options ?? {})),
    dirxml: log,
    table: (rows, columns) => log(consoleTable(rows, columns) ?? rows),
    group,
    groupCollapsed: group,
    groupEnd() {
      indent = indent.slice(indentation);
    },
    trace: (...values) => warn(`Trace: ${host.format(...values)}`.trimEnd()),
    assert(isTrue, ...values) {
      if (isTrue) return;
      if (typeof values[0] === 'string') warn(`Assertion failed: ${values[0]}`, ...values.slice(1));
      else warn('Assertion failed', ...values);
    },
    count(label = 'default') {
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      log(`${label}: ${count}`);
    },
    countReset: (label = 'default') => void counts.delete(label),
    time: (label = 'default') => void starts.set(label, performance.now()),
    timeLog: (label = 'default', ...values) => time(label, ...values),
    timeEnd(label = 'default') {
      time(label);
      starts.delete(label);
    },
    timeStamp: () => undefined,
    clear: () => undefined,
  };
}
