import fc from 'fast-check';
import { readPythonLiteral } from './python-literal';

it.each<[string, unknown]>([
  ["{'command': 'ls -la'}", { command: 'ls -la' }],
  [
    `{'command': "echo 'x'", 'timeout': None, 'ok': True, 'n': -1.5}`,
    { command: "echo 'x'", timeout: null, ok: true, n: -1.5 },
  ],
  ["{'a': ['b', ('c', 1)], 'd': {}}", { a: ['b', ['c', 1]], d: {} }],
  ["{'text': 'line\\nnext \\u00e9 \\x41 \\'q\\' \\\\'}", { text: "line\nnext é A 'q' \\" }],
  ["[{'x': 1}]", [{ x: 1 }]],
])('reads %s', (text, value) => {
  expect(readPythonLiteral(text)).toEqual(value);
});

it.each(['{"a": 1}', "{'a': 1", "{'a': 1} and more", "{'a': print()}", '[default]', "{'a' 1}", ''])(
  'leaves %s alone',
  (text) => {
    expect(readPythonLiteral(text)).toBeUndefined();
  },
);

it('sets no prototype', () => {
  expect(readPythonLiteral("{'__proto__': {'x': 1}, 'y': 2}")).toEqual({ y: 2 });
});

it('never throws, however deep or broken', () => {
  expect(readPythonLiteral(`{'a': ${'['.repeat(100_000)}`)).toBeUndefined();
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("{'", "'", '"', ':', ',', '}', ']', '[', '\\', '\\u', 'None', '1e9', ' ', 'a')),
      (parts) => {
        readPythonLiteral(`{'${parts.join('')}`);
      },
    ),
  );
});
