import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Command, helpOf, parseArguments } from '../../lib/command/command.js';
import { profileOf, selectNotebooks, workerCountOf } from '../../lib/command/settings.js';
import { UsageError } from '../../lib/site/command-error.js';
import { withVariable } from '../environment.js';

const command: Command = {
  name: 'cook',
  summary: 'Cooks.',
  options: { time: { value: 'N', help: 'minutes' }, salt: { help: 'with salt' } },
  run: async () => 0,
};
const hungry: Command = { ...command, name: 'eat', operands: 'DISH' };
const guests: Command = { ...command, name: 'invite', operands: '[NAME…]' };

function refusal(action: () => unknown): string {
  let message = '';
  assert.throws(action, (error: Error) => {
    message = error.message;
    return error instanceof UsageError;
  });
  return message;
}

test('values and flags are parsed in both spellings and in any order', () => {
  assert.deepEqual(parseArguments(command, ['--salt', '--time', '5']), {
    options: { salt: true, time: '5' },
    operands: [],
  });
  assert.deepEqual(parseArguments(command, ['--time=5']), { options: { time: '5' }, operands: [] });
  assert.deepEqual(parseArguments(guests, ['Ada', '--salt', 'Emmy']), {
    options: { salt: true },
    operands: ['Ada', 'Emmy'],
  });
});

test('help is given wherever it stands', () => {
  assert.equal(parseArguments(command, ['--time', '5', '--help']), 'help');
  assert.equal(parseArguments(hungry, ['-h']), 'help');
});

test('the help names every option with its value and its meaning', () => {
  assert.match(helpOf(command), /--time N\s+minutes\n\s+--salt\s+with salt\n\s+--help/);
});

test('a wrong option, value or operand is refused in one sentence: option, expected, got, what to do', () => {
  assert.equal(
    refusal(() => parseArguments(command, ['--pepper'])),
    'cook: expects an option of --time, --salt, --help, got --pepper; see microcanon cook --help',
  );
  assert.match(
    refusal(() => parseArguments(command, ['-t', '5'])),
    /got -t;/,
  );
  assert.equal(
    refusal(() => parseArguments(command, ['--time'])),
    'cook: option --time expects a value N, got none; write --time N',
  );
  assert.match(
    refusal(() => parseArguments(command, ['--time', '--salt'])),
    /--time expects a value N, got none/,
  );
  assert.match(
    refusal(() => parseArguments(command, ['--salt=much'])),
    /--salt expects no value, got 'much'/,
  );
  assert.match(
    refusal(() => parseArguments(command, ['--time', '1', '--time', '2'])),
    /--time is given twice; leave one out/,
  );
  assert.match(
    refusal(() => parseArguments(command, ['soup'])),
    /expects no argument, got 'soup'/,
  );
  assert.match(
    refusal(() => parseArguments(hungry, [])),
    /expects one argument DISH, got none/,
  );
  assert.match(
    refusal(() => parseArguments(hungry, ['soup', 'bread'])),
    /expects one argument DISH, got 'soup' 'bread'/,
  );
});

test('the profile is the one named, else the environment’s, else quick; and only quick or paper', async () => {
  await withVariable('MICROCANON_PROFILE', '', () => assert.equal(profileOf(undefined), 'quick'));
  await withVariable('MICROCANON_PROFILE', 'paper', () => assert.equal(profileOf(undefined), 'paper'));
  await withVariable('MICROCANON_PROFILE', 'paper', () => assert.equal(profileOf('quick'), 'quick'));
  assert.equal(profileOf('paper'), 'paper');
  assert.match(
    refusal(() => profileOf('huge')),
    /--profile expects quick or paper, got 'huge'/,
  );
});

test('the worker count is the one given, else the environment’s; a whole number from 1 to 256', async () => {
  assert.equal(workerCountOf('2'), 2);
  await withVariable('MICROCANON_WORKERS', '3', () => assert.equal(workerCountOf(undefined), 3));
  for (const text of ['0', '-1', '2.5', '2x', '1e2', '257', 'many']) {
    assert.match(
      refusal(() => workerCountOf(text)),
      /--workers expects a whole number from 1 to 256, got/,
      text,
    );
  }
});

test('notebooks are chosen by number or name, keep their order and must exist', () => {
  const available = ['00-tour.ipynb', '03-mean-field.ipynb', '05-market.ipynb', 'A-determinant.ipynb'];
  assert.deepEqual(selectNotebooks(available, undefined), available);
  assert.deepEqual(selectNotebooks(available, '05,03'), ['03-mean-field.ipynb', '05-market.ipynb']);
  assert.deepEqual(selectNotebooks(available, 'A'), ['A-determinant.ipynb']);
  assert.deepEqual(selectNotebooks(available, '00-tour'), ['00-tour.ipynb']);
  assert.equal(
    refusal(() => selectNotebooks(available, '03,04')),
    "workbook: option --only expects notebooks among 00, 03, 05, A, got '04'; write for example --only 03,05",
  );
  assert.match(
    refusal(() => selectNotebooks(available, '0')),
    /got '0'/,
  );
});
