import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { withMember } from './json-member';

const program = resolve(__dirname, '..', '..', 'bin', 'gander.js');
let home: string;
const servers: Server[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gander-hook-'));
});
afterEach(() => {
  rmSync(home, { recursive: true });
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the command with a home of its own; `input` undefined leaves standard input open. */
function gander(args: string[], input?: string, env: Record<string, string> = {}): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [program, ...args],
      { cwd: home, env: { PATH: process.env['PATH'], HOME: home, ...env }, timeout: 20_000 },
      (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }),
    );
    if (input !== undefined) child.stdin?.end(input);
  });
}

interface Received {
  url: string;
  authorization: string | undefined;
  body: string;
}

async function listen(answers: boolean): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      received.push({ url: request.url ?? '', authorization: request.headers.authorization, body });
      if (answers) response.end('{"decision":"block"}');
    });
  });
  servers.push(server);
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

describe('sending', () => {
  test('a hook is posted as it came, and the agent hears nothing, whatever the answer', async () => {
    const { url, received } = await listen(true);
    const sent = await gander(['hook', 'codex', '--to', url], '{"a":1}', { GANDER_TOKEN: 'gnd_decoy' });
    expect(sent).toEqual({ code: 0, out: '', err: '' });
    expect(received).toEqual([{ url: '/hooks/codex', authorization: 'Bearer gnd_decoy', body: '{"a":1}' }]);
  });

  test.each<[string, string[], RegExp]>([
    ['nobody listens', ['codex', '--to', 'http://127.0.0.1:9'], /not sent: .*ECONNREFUSED/],
    ['no agent', [], /name one agent/],
    ['two agents', ['codex', 'cline'], /name one agent/],
    ['an unknown option', ['codex', '--what'], /--what/],
    ['no URL', ['codex', '--to', 'nowhere'], /Invalid URL/],
    ['https', ['codex', '--to', 'https://127.0.0.1'], /use http/],
  ])('%s: exit code 0, told with --verbose alone', async (_what, args, says) => {
    expect(await gander(['hook', ...args], '{}')).toEqual({ code: 0, out: '', err: '' });
    const told = await gander(['hook', ...args, '--verbose'], '{}');
    expect(told).toEqual({ code: 0, out: '', err: expect.stringMatching(says) });
  });

  test('a Gander that hangs and an agent that never ends its input are given up', async () => {
    const { url, received } = await listen(false);
    const hanging = await gander(['hook', 'codex', '--to', url, '--verbose'], '{}');
    expect(hanging).toEqual({ code: 0, out: '', err: expect.stringContaining('no answer') });
    expect(received).toHaveLength(1);
    const silent = await gander(['hook', 'codex', '--to', url, '--verbose']);
    expect(silent).toEqual({ code: 0, out: '', err: expect.stringContaining('did not end') });
  });
});

const SETTINGS = `{
  "model":   "opus",
  "env": { "A": "1", "B": ["x", "y"] },
  "hooks": {
    "PreToolUse": [
      {
        "matcher": "Bash",
        "hooks": [
          {
            "type": "command",
            "command": "~/check.sh"
          }
        ]
      }
    ]
  },
  "last": "a \\"quoted\\" } text"
}
`;

describe('installing', () => {
  const settings = (name: string, text?: string) => {
    const file = join(home, name);
    mkdirSync(join(file, '..'), { recursive: true });
    if (text !== undefined) writeFileSync(file, text, { mode: 0o640 });
    return file;
  };
  const read = (file: string) => readFileSync(file, 'utf8');

  test('a dry run shows the change and makes none', async () => {
    const file = settings('.claude/settings.json', SETTINGS);
    const { code, out } = await gander(['hook', 'install', 'claude-code', '--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain('+             "url": "http://127.0.0.1:4318/hooks/claude-code"');
    expect(out).not.toContain('"model"');
    expect(read(file)).toBe(SETTINGS);
  });

  test('claude-code: posts itself, once; uninstall gives back every byte', async () => {
    const file = settings('.claude/settings.json', SETTINGS);
    await gander(['hook', 'install', 'claude-code']);
    const installed = read(file);
    const { hooks } = JSON.parse(installed) as { hooks: Record<string, { hooks: { type: string }[] }[]> };
    expect(hooks['PreToolUse']).toEqual([
      { matcher: 'Bash', hooks: [{ type: 'command', command: '~/check.sh' }] },
      { matcher: '*', hooks: [{ type: 'http', url: 'http://127.0.0.1:4318/hooks/claude-code', timeout: 1 }] },
    ]);
    expect(hooks['SessionStart']?.[0]?.hooks[0]?.type).toBe('command');
    expect(installed.startsWith('{\n  "model":   "opus",\n  "env": { "A": "1", "B": ["x", "y"] },\n')).toBe(true);
    expect(read(`${file}.before-gander`)).toBe(SETTINGS);
    expect(statSync(file).mode & 0o777).toBe(0o640);

    expect((await gander(['hook', 'install', 'claude-code'])).out).toContain('nothing to change');
    expect(read(file)).toBe(installed);
    await gander(['hook', 'uninstall', 'claude-code']);
    expect(read(file)).toBe(SETTINGS);
  });

  test('elsewhere than on this machine the token is shown, by name', async () => {
    const file = settings('.claude/settings.json', '{}');
    await gander(['hook', 'install', 'claude-code', '--to', 'http://gander.example:4318']);
    expect(read(file)).toContain('"Authorization": "Bearer $GANDER_TOKEN"');
    await gander(['hook', 'uninstall', 'claude-code']);
    expect(read(file)).toBe('{}');
  });

  test.each([
    ['codex', '.codex/hooks.json'],
    ['gemini-cli', '.gemini/settings.json'],
    ['qwen-code', '.qwen/settings.json'],
    ['copilot', '.github/hooks/gander.json'],
  ])('%s: the command in its settings hands a hook on', async (agent, name) => {
    const { url, received } = await listen(true);
    await gander(['hook', 'install', agent, '--to', url]);
    const found = /"(?:command|bash)": "((?:[^"\\]|\\.)+)"/.exec(read(settings(name)))?.[1] ?? '';
    const command = JSON.parse(`"${found}"`) as string;
    await new Promise<void>((done) => execFile('sh', ['-c', command], () => done()).stdin?.end('{"x":1}'));
    expect(received).toEqual([{ url: `/hooks/${agent}`, authorization: undefined, body: '{"x":1}' }]);
    await gander(['hook', 'uninstall', agent]);
    expect(existsSync(join(home, name)) ? read(join(home, name)) : '').not.toContain('gander');
  });

  test('cline: scripts of its own, never over those of the user', async () => {
    await gander(['hook', 'install', 'cline']);
    const script = join(home, '.cline/hooks/PreToolUse');
    expect(read(script)).toMatch(/^#!\/bin\/sh\n.* hook cline\necho '\{\}'\n$/);
    expect(statSync(script).mode & 0o100).toBe(0o100);
    await gander(['hook', 'uninstall', 'cline']);
    expect(existsSync(script)).toBe(false);
    writeFileSync(script, '#!/bin/sh\nmine\n');
    expect(await gander(['hook', 'install', 'cline'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('yours'),
    });
    await gander(['hook', 'uninstall', 'cline']);
    expect(read(script)).toBe('#!/bin/sh\nmine\n');
  });

  test.each([
    ['comments', '{ // mine\n}'],
    ['a list', '[]'],
    ['hooks of an unknown form', '{"hooks": []}'],
    ['an event of an unknown form', '{"hooks": {"Stop": {}}}'],
  ])('%s: the file is refused and left as it is', async (_what, text) => {
    const file = settings('.claude/settings.json', text);
    expect(await gander(['hook', 'install', 'claude-code'])).toMatchObject({ code: 2, out: '' });
    expect(read(file)).toBe(text);
  });

  test('a link to the settings stays a link', async () => {
    const real = settings('dotfiles/settings.json', '{}');
    const link = settings('.claude/settings.json');
    symlinkSync(real, link);
    await gander(['hook', 'install', 'claude-code']);
    expect(read(real)).toContain('/hooks/claude-code');
    expect(read(link)).toBe(read(real));
  });

  test('an unknown agent is named', async () => {
    expect(await gander(['hook', 'install', 'emacs'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cline'),
    });
  });
});

test('a member put in and taken out leaves any other text as it was', () => {
  const object = fc.dictionary(
    fc.string().filter((key) => key !== 'hooks'),
    fc.jsonValue(),
  );
  const indent = fc.constantFrom(undefined, 2, 4, '\t');
  fc.assert(
    fc.property(object, indent, fc.jsonValue(), (members, by, value) => {
      const text = JSON.stringify(members, undefined, by);
      const changed = withMember(text, 'hooks', value);
      const whole = JSON.parse(changed) as Record<string, unknown>;
      expect(whole).toEqual(JSON.parse(JSON.stringify({ ...members, hooks: value })));
      expect(withMember(changed, 'hooks', undefined)).toBe(text);
    }),
  );
});
