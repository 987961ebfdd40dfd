import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DisplayRegister, type OutputMessage, outputList } from '../../lib/cell/index.js';

const message = (type: string, content: OutputMessage['content']): OutputMessage => ({ type, content });
const stream = (name: 'stdout' | 'stderr', text: string): OutputMessage => message('stream', { name, text });
const shown = (type: string, text: string, id?: string): OutputMessage =>
  message(type, { data: { 'text/plain': text }, metadata: {}, transient: id === undefined ? {} : { display_id: id } });

test('neighbouring texts of one stream become one output', () => {
  const { outputs, take } = outputList(new Map());
  for (const part of [stream('stdout', 'a'), stream('stdout', 'b'), stream('stderr', 'c'), stream('stdout', 'd')])
    take(part);
  assert.deepEqual(
    outputs.map((output) => (output.output_type === 'stream' ? [output.name, output.text] : output)),
    [
      ['stdout', 'ab'],
      ['stderr', 'c'],
      ['stdout', 'd'],
    ],
  );
});

test('an update changes every output of its display id, those of earlier cells too', () => {
  const register: DisplayRegister = new Map();
  const earlier = outputList(register);
  const later = outputList(register);
  earlier.take(shown('display_data', 'old', 'bar'));
  earlier.take(shown('display_data', 'other'));
  later.take(shown('display_data', 'old', 'bar'));
  assert.equal(later.take(shown('update_display_data', 'new', 'bar')), later.outputs[0]);
  const text = (list: typeof earlier): unknown[] =>
    list.outputs.map((output) => output.output_type === 'display_data' && output.data['text/plain']);
  assert.deepEqual(text(earlier), ['new', 'other']);
  assert.deepEqual(text(later), ['new']);
});

test('clear_output empties the list at once, or when the next output comes', () => {
  const { outputs, take } = outputList(new Map());
  take(stream('stdout', 'a'));
  take(message('clear_output', { wait: true }));
  assert.equal(outputs.length, 1);
  take(stream('stdout', 'b'));
  assert.deepEqual(outputs, [{ output_type: 'stream', name: 'stdout', text: 'b' }]);
  take(message('clear_output', { wait: false }));
  assert.deepEqual(outputs, []);
});

test('results and errors are kept as nbformat stores them', () => {
  const { outputs, take } = outputList(new Map());
  take(message('execute_result', { execution_count: 3, data: { 'text/plain': '1' }, metadata: {} }));
  take(message('error', { ename: 'E', evalue: 'v', traceback: ['t'] }));
  assert.deepEqual(outputs, [
    { output_type: 'execute_result', execution_count: 3, data: { 'text/plain': '1' }, metadata: {} },
    { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['t'] },
  ]);
});
