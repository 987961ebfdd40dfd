/*
 * What to write instead of other languages' habits, for the first errors of someone who comes from Python.
 */

/** Names that the compiler does not find. */
const names: Readonly<Record<string, string>> = {
  print: 'write console.log(…), or put the value alone on the last line of the cell',
  True: 'write true',
  False: 'write false',
  None: 'write undefined, or null',
  len: 'write x.length',
  range: 'write Array.from({ length: 3 }, (_, i) => i), or a loop for (let i = 0; i < 3; i++) { … }',
  str: 'write String(x)',
  int: 'write Math.trunc(x), or Number(text)',
  float: 'write Number(text)',
  list: 'write Array.from(x)',
  dict: 'write { name: value }, or new Map()',
  abs: 'write Math.abs(x)',
  sum: 'write x.reduce((a, b) => a + b, 0)',
  self: 'write this, in a method of a class',
  input:
    "write const ask = createInterface({ input: process.stdin }) with import { createInterface } from 'node:readline/promises', then await ask.question('name? ')",
  prompt:
    "write const ask = createInterface({ input: process.stdin }) with import { createInterface } from 'node:readline/promises', then await ask.question('name? ')",
  np: 'there is no numpy; vectors are in microcanon/array, tensors in @tensorflow/tfjs',
  not: 'write !x',
};

/** Lines that are not TypeScript. */
const lines: readonly [RegExp, string][] = [
  [/^\s*(async\s+)?def\s+\w+\s*\(/, 'write function f(x: number) { return 2 * x; }'],
  [
    /^\s*import\s+[\w.]+(\s*,\s*[\w.]+)*(\s+as\s+\w+)?\s*;?\s*$/,
    "write import * as name from 'package'; vectors are in microcanon/array, tensors in @tensorflow/tfjs",
  ],
  [/^\s*from\s+[\w.]+\s+import\b/, "write import { name } from 'package'"],
  [
    /^\s*for\s+[\w\s,]+\s+in\s+.*:\s*(#.*)?$/,
    'write for (const x of list) { … }, or for (let i = 0; i < 3; i++) { … }',
  ],
  [/^\s*(if|while)\b[^{]*:\s*(#.*)?$/, 'write the condition in brackets and the block in braces: if (x > 0) { … }'],
  [/^\s*elif\b/, 'write } else if (x > 0) { … }'],
  [/^\s*(else|try|finally)\s*:/, 'write the block in braces'],
  [/^\s*except\b/, 'write catch (error) { … }'],
  [/^\s*class\s+\w+(\([\w.,\s]*\))?\s*:/, 'write class Name { … }, or class Name extends Base { … }'],
  [/\blambda\b[^:]*:/, 'write (x) => 2 * x'],
  [/\bfor\s+\w+\s+in\b.*[\])]\s*;?\s*$/, 'write list.map((x) => 2 * x)'],
  [/^\s*print\s+\S/, 'write console.log(…)'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the advice shows a template
  [/\bf("|')/, 'write texts with values in backticks: `x is ${x}`'],
  [/^\s*#(?!!)/, 'a comment begins with //'],
  [/^\s*[!%]/, 'a cell holds TypeScript; give commands in a terminal, such as npm install'],
  [/\b(and|or|not)\b/, 'write && for and, || for or, ! for not'],
];

/**
 * What to write instead, for an error of the compiler; undefined where nothing is known.
 * @param message the compiler's message
 * @param line the source line at which the message points
 */
export function adviceOnName(message: string, line: string): string | undefined {
  const name = /^Cannot find name '(\w+)'/.exec(message)?.[1];
  if (name === undefined) return undefined;
  if (new RegExp(`^\\s*${name}\\s*=[^=>]`).test(line))
    return `a new name needs const, or let where it changes: const ${line.trim()}`;
  return Object.hasOwn(names, name) ? names[name] : undefined;
}

/** Advice on a cell that is not TypeScript, for its first line that is Python or a notebook command. */
export function adviceOnSyntax(code: string): string | undefined {
  for (const line of code.split('\n')) {
    const found = lines.find(([pattern]) => pattern.test(line));
    if (found) return found[1];
  }
  return undefined;
}
