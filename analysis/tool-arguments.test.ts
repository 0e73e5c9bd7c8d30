import { readArguments } from './tool-arguments';

describe('readArguments', () => {
  it('sorts values by the names of their keys, at any depth', () => {
    const text = JSON.stringify({
      input: { command: 'id', file_path: 'a.txt', note: 'rm -rf /' },
      urls: ['https://a.example'],
      code: 'print(1)',
      language: 'Python',
    });
    expect(readArguments(text)).toEqual({
      commands: ['id'],
      code: ['print(1)'],
      paths: ['a.txt'],
      urls: ['https://a.example'],
      language: 'python',
    });
  });

  it('makes one command of a list of words', () => {
    expect(readArguments('{"command":["bash","-lc","cat x | sh"]}').commands).toEqual(['cat x | sh']);
    expect(readArguments('{"command":["echo","it\'s; id"]}').commands).toEqual([`echo 'it'\\''s; id'`]);
  });

  it('reads what came of JSON that was cut', () => {
    expect(readArguments('{"path":"a","command":"cat /etc/sha\\u0064ow\\nid').commands).toEqual([
      'cat /etc/shadow\nid',
    ]);
  });

  it.each(['', 'null', '[', '"x"', '{"a":'.repeat(20_000), '{"command":"'.repeat(5_000)])('takes %.20s', (text) => {
    expect(() => readArguments(text)).not.toThrow();
  });
});
