import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, dictionaryOf, firstOf, listOf, number, oneOf, optional, record, text } from '../../lib/study/parse.js';

const person = record({ name: text, age: count, rates: listOf(number), kind: oneOf(['a', 'b']), note: optional(text) });
const whole = { age: 3, name: 'x', rates: [0.5, Infinity], kind: 'b' };

test('a value of the expected form comes back as it is, fields in the order in which they stand', () => {
  assert.deepEqual(person(whole, 'person'), whole);
  assert.deepEqual(Object.keys(person(whole, 'person')), ['age', 'name', 'rates', 'kind']);
  assert.deepEqual(dictionaryOf(count)({ a: 1, b: 2 }, 'counts'), { a: 1, b: 2 });
  assert.equal(firstOf<string, number>(text, number)(7, 'either'), 7);
});

test('what differs is named by its place, with what is expected and what was got', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [7, 'person expects a record, got 7'],
    [[], 'person expects a record, got [object Array]'],
    [{ ...whole, age: 1.5 }, 'person.age expects a whole number from 0, got 1.5'],
    [{ ...whole, age: -1 }, 'person.age expects a whole number from 0, got -1'],
    [{ ...whole, name: undefined }, 'person.name expects a string, got [object Undefined]'],
    [{ age: 3, rates: [], kind: 'a' }, 'person.name expects a string, got [object Undefined]'],
    [{ ...whole, rates: [1, '2'] }, 'person.rates[1] expects a number, got "2"'],
    [{ ...whole, kind: 'c' }, 'person.kind expects one of a, b, got "c"'],
    [{ ...whole, more: 1 }, 'person expects name, age, rates, kind, note, got more'],
  ];
  for (const [value, message] of cases) assert.throws(() => person(value, 'person'), { name: 'TypeError', message });
});
