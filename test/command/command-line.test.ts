import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { root } from '../support.js';

const commandLine = join(root, 'dist', 'lib', 'command', 'command-line.js');

function microcanon(...words: string[]) {
  return spawnSync(process.execPath, [commandLine, ...words], { encoding: 'utf8' });
}

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs commands one after the other in one process, by the function that the program itself calls. */
function inOneProcess(commands: readonly (readonly string[])[]): Outcome[] {
  const script = `
    const { main } = require(${JSON.stringify(commandLine)});
    const write = process.stdout.write.bind(process.stdout);
    (async () => {
      const outcomes = [];
      for (const words of ${JSON.stringify(commands)}) {
        const printed = { stdout: '', stderr: '' };
        for (const name of ['stdout', 'stderr']) process[name].write = (text) => ((printed[name] += text), true);
        process.exitCode = undefined;
        await main(words);
        outcomes.push({ ...printed, status: process.exitCode ?? 0 });
      }
      process.exitCode = 0;
      write(JSON.stringify(outcomes));
    })();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Outcome[];
}

const mistakes: readonly (readonly [words: readonly string[], message: RegExp])[] = [
  [['cook'], /^microcanon: expects a command of .*, got 'cook'; see microcanon help\n$/],
  [['workbook', '--profile', 'huge'], /^workbook: option --profile expects quick or paper, got 'huge';[^\n]*\n$/],
  [
    ['workbook', '--only', 'nothing'],
    /^workbook: option --only expects notebooks among [^\n]*, got 'nothing';[^\n]*\n$/,
  ],
  [['workbook', '--workers', 'all'], /^workbook: option --workers expects a whole number[^\n]*, got 'all';[^\n]*\n$/],
  [['workbook', '--fast'], /^workbook: expects an option of [^\n]*, got --fast;[^\n]*\n$/],
  [['lab', '--port', '0'], /^lab: option --port expects a number from 1 to 65535, got '0';[^\n]*\n$/],
  [['lab', '/no/such/folder'], /^lab: expects a folder of notebooks, got '\/no\/such\/folder'[^\n]*\n$/],
  [['verify'], /^verify: expects one argument FOLDER, got none;[^\n]*\n$/],
  [['verify', '/no/such/folder'], /^verify: FOLDER expects [^\n]*\/no\/such\/folder[^\n]*\n$/],
  [['run'], /^run: expects one argument EXPERIMENT, got none;[^\n]*\n$/],
  [
    ['run', 'table-2'],
    /^run: EXPERIMENT expects one of table-1, principal-components, markets, [^\n]*got 'table-2' \(did you mean table-1\?\); see microcanon run --help\n$/,
  ],
  [
    ['wrokbook'],
    /^microcanon: expects a command of [^\n]*, got 'wrokbook' \(did you mean workbook\?\); see microcanon help\n$/,
  ],
  [
    ['workbook', '--profil', 'quick'],
    /^workbook: expects an option of [^\n]*, got --profil \(did you mean --profile\?\);[^\n]*\n$/,
  ],
  [['workbook', '--profile', 'papr'], /got 'papr' \(did you mean paper\?\);[^\n]*\n$/],
  [['workbook', '--only', '03-meanfield'], /got '03-meanfield' \(did you mean 03-mean-field\?\);[^\n]*\n$/],
  [['data', 'fecth', 'fred', 'DGS5'], /got 'fecth fred DGS5' \(did you mean fetch\?\);[^\n]*\n$/],
  [['build', 'all'], /^build: expects no argument, got 'all'; see microcanon build --help\n$/],
  [
    ['run', 'table-1', '--model', 'ar-7'],
    /^run: table-1: model expects one of ar-0\.1, [^\n]*cir-0\.707, got "ar-7"\n$/,
  ],
  [['run', 'table-1', '--energy', 'x'], /^run: table-1: energy expects one of autocovariance, [^\n]*, got "x"\n$/],
  [['run', 'table-1', '--method', 'x'], /^run: table-1: method expects one of regular, mean-field, got "x"\n$/],
  [
    ['run', 'principal-components', '--model', 'ar-0.1'],
    /^run: option --model expects the experiment table-1[^\n]*, got principal-components;[^\n]*\n$/,
  ],
  [['run', 'table-1', '--profile', 'huge'], /^run: option --profile expects quick or paper, got 'huge';[^\n]*\n$/],
  [
    ['run', 'table-1', '--profile', 'quick', '--store'],
    /^run: option --store expects results of the paper’s size[^\n]*\n$/,
  ],
  [['run', 'table-1', '--fresh', '--missing'], /^run: options --fresh and --missing exclude each other[^\n]*\n$/],
  [['test', 'no-such-test'], /^test: expects a part of a test file's path, got no-such-test;[^\n]*\n$/],
];

let outcomes: Outcome[];
before(() => {
  outcomes = inOneProcess(mistakes.map(([words]) => words));
});

for (const [i, [words, message]] of mistakes.entries()) {
  test(`microcanon ${words.join(' ')} ends with one clear line and exit code 2`, () => {
    const { status, stdout, stderr } = outcomes[i];
    assert.match(stderr, message);
    assert.equal(stdout, '');
    assert.equal(status, 2);
  });
}

test('a command that fails ends the program with its line and its exit code', () => {
  const [words, message] = mistakes[0];
  const { status, stdout, stderr } = microcanon(...words);
  assert.match(stderr, message);
  assert.deepEqual([status, stdout], [2, '']);
});

test('every command explains itself', () => {
  const commands = ['workbook', 'lab', 'run', 'test', 'bench', 'verify', 'data', 'results', 'build'];
  const ways = commands.flatMap((command) => [
    [command, '--help'],
    ['help', command],
  ]);
  const [overview, ...helps] = inOneProcess([['--help'], ...ways]);
  assert.equal(overview.status, 0);
  for (const command of commands) assert.match(overview.stdout, new RegExp(`^  ${command} `, 'm'));
  for (const [i, { status, stdout }] of helps.entries()) {
    assert.equal(status, 0);
    assert.match(stdout, new RegExp(`^Usage: microcanon ${commands[Math.floor(i / 2)]}`));
  }
});

test('help of help is the overview, and the version is that of the package', () => {
  const overview = microcanon('help').stdout;
  for (const words of [['help', '--help'], ['--help'], ['-h'], ['help', 'help']]) {
    const { status, stdout } = microcanon(...words);
    assert.deepEqual([status, stdout], [0, overview]);
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { status, stdout } = microcanon('--version');
  assert.deepEqual([status, stdout], [0, `microcanon ${version}\n`]);
});

test('nonsense in the environment is one clear error of the command, and an option that takes its place says so', () => {
  const within = (variables: Record<string, string>, ...words: string[]) => {
    const env = { ...process.env, ...variables };
    return spawnSync(process.execPath, [commandLine, ...words], { encoding: 'utf8', env });
  };
  for (const [variables, message] of [
    [
      { MICROCANON_PROFILE: 'huge' },
      /^workbook: MICROCANON_PROFILE expects quick or paper, got "huge"; unset it for quick\n$/,
    ],
    [
      { MICROCANON_WORKERS: 'all' },
      /^workbook: MICROCANON_WORKERS expects a whole number from 1 to 256, got "all"; [^\n]*\n$/,
    ],
    [{ MICROCANON_WORKERS: '0' }, /^workbook: MICROCANON_WORKERS expects [^\n]*got "0"; [^\n]*\n$/],
  ] as const) {
    const { status, stderr } = within(variables, 'workbook', '--only', '00');
    assert.match(stderr, message);
    assert.equal(status, 2);
  }
  const { status, stderr } = within(
    { MICROCANON_PROFILE: 'paper', MICROCANON_WORKERS: '2' },
    'run',
    'table-1',
    '--profile',
    'quick',
    '--workers',
    '2',
    '--store',
  );
  assert.match(
    stderr,
    /^run: --profile quick takes the place of MICROCANON_PROFILE=paper\nrun: option --store expects /,
  );
  assert.equal(status, 2);
});
