import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import type { CellOutput } from '../../lib/cell/index.js';
import { type KernelClient, startKernel } from '../../lib/jupyter/index.js';
import { type BrowserName, browserNames } from '../site/browser.js';
import { root } from '../support.js';
import { corpus } from './corpus.js';
import { pageSession } from './page-session.js';

/** Outputs of all cells of the corpus, by list. */
type Outputs = Readonly<Record<string, readonly (readonly CellOutput[])[]>>;

let kernel: KernelClient;
let expected: Promise<Outputs>;
before(async () => {
  kernel = await startKernel({ cwd: root });
  expected = outputsOf(async (code) => (await kernel.execute(code)).outputs);
});
after(() => kernel.shutdown());

async function outputsOf(run: (code: string) => Promise<CellOutput[]>): Promise<Outputs> {
  const outputs: Record<string, CellOutput[][]> = {};
  for (const [title, cells] of Object.entries(corpus)) {
    outputs[title] = [];
    for (const code of cells) outputs[title].push(await run(code));
  }
  return outputs;
}

/** Frames outside of cells name files of a kernel's machine, and nothing in a page. */
const isOutside = (line: string): boolean => /^ {4}at (?!.*cell \[)/.test(line);

/** Firefox names functions without their classes, and marks other columns of a line. */
function asInFirefox(line: string): string {
  const frame = /^ {4}at .*?(cell \[\d+\]:\d+)/.exec(line);
  return frame ? `    at ${frame[1]}` : line.replace(/^( +\|) +\^$/, '$1 ^');
}

function comparable(output: CellOutput, name: BrowserName): CellOutput {
  const lines = (text: readonly string[]): string[] =>
    text.filter((line) => !isOutside(line)).map((line) => (name === 'firefox' ? asInFirefox(line) : line));
  if (output.output_type === 'error') return { ...output, traceback: lines(output.traceback) };
  if (output.output_type === 'stream') return { ...output, text: lines(output.text.split('\n')).join('\n') };
  return output;
}

async function compare(t: TestContext, name: BrowserName): Promise<void> {
  const page = await pageSession(t, name);
  if (page === undefined) return;
  const found = await outputsOf(async (code) => (await page.run(code)).outputs);
  for (const [title, outputs] of Object.entries(await expected)) {
    for (const [cell, published] of outputs.entries())
      await t.test(`${title}: ${corpus[title][cell].split('\n')[0]}`, () =>
        assert.deepEqual(
          found[title][cell].map((output) => comparable(output, name)),
          published.map((output) => comparable(output, name)),
        ),
      );
  }
}

for (const name of browserNames) test(`a page in ${name} gives the outputs of the kernel`, (t) => compare(t, name));
