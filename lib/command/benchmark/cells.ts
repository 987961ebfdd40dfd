import { startKernel } from '../../jupyter/index.js';
import { alternate, formatTable, median } from './timing.js';

const ROUNDS = 9;

/** Loops of ten million passes, each as the body of a cell; the names in them belong to an earlier cell or to the cell itself. */
const loops: readonly (readonly [name: string, setting: string, loop: string])[] = [
  ['a sum of whole numbers: variable of the cell', 'let ownSum = 0;', 'for (let i = 0; i < 1e7; i++) ownSum += i;'],
  ['a sum of whole numbers: variable of an earlier cell', '', 'for (let i = 0; i < 1e7; i++) earlierSum += i;'],
  ['a sum of fractions: variable of the cell', 'let ownHalf = 0;', 'for (let i = 0; i < 1e7; i++) ownHalf += 0.5 * i;'],
  ['a sum of fractions: variable of an earlier cell', '', 'for (let i = 0; i < 1e7; i++) earlierHalf += 0.5 * i;'],
  [
    'an array: variable of the cell',
    'const ownList = new Float64Array(1024);',
    'for (let i = 0; i < 1e7; i++) ownList[i & 1023] += i;',
  ],
  ['an array: variable of an earlier cell', '', 'for (let i = 0; i < 1e7; i++) earlierList[i & 1023] += i;'],
  [
    'calls: function of the cell',
    'function ownSquare(x: number): number { return x * x }',
    'for (let i = 0; i < 1e7; i++) ownSquare(i);',
  ],
  ['calls: function of an earlier cell', '', 'for (let i = 0; i < 1e7; i++) earlierSquare(i);'],
  [
    'a sum of fractions: within a block',
    '',
    '{ let inner = 0; for (let i = 0; i < 1e7; i++) inner += 0.5 * i; earlierHalf = inner; }',
  ],
];

const earlier = `let earlierSum = 0, earlierHalf = 0; const earlierList = new Float64Array(1024);
function earlierSquare(x: number): number { return x * x }`;

/** Cost of loops over variables of cells in the kernel, by the cell that declares the variables. */
export async function cellsTable(): Promise<string> {
  const kernel = await startKernel({ cwd: process.cwd() });
  try {
    await kernel.execute(earlier);
    const timed = loops.map(([, setting, loop]) => async () => {
      const { outputs, error } = await kernel.execute(
        `${setting}\nconst begin = performance.now();\n${loop}\nperformance.now() - begin`,
      );
      const [shown] = outputs;
      if (error || shown?.output_type !== 'execute_result')
        throw new Error(`bench: the cell '${loop}' failed: ${error?.evalue}`);
      return Number(shown.data['text/plain']);
    });
    const times = await alternate(timed, ROUNDS);
    const rows = loops.map(([name], l) => [
      name,
      Math.min(...times[l]).toFixed(1),
      median(times[l]).toFixed(1),
      l % 2 === 1 ? median(times[l].map((time, round) => time / times[l - 1][round])).toFixed(2) : '',
    ]);
    return formatTable(
      `Loops of 10 million passes in cells, ${ROUNDS} rounds in turn`,
      ['', 'minimum ms', 'median ms', 'earlier / own'],
      rows,
    );
  } finally {
    await kernel.shutdown();
  }
}
