import { runConsole } from '../../test/support/running-console';
import type { Question, RunningConsole } from '../../test/support/running-console';

let running: RunningConsole;
const now = Date.UTC(2026, 0, 5);

beforeEach(async () => {
  running = await runConsole({ clock: () => now });
});
afterEach(() => running.stop());

const anon = (path: string, question: Question = {}) => running.ask(path, { token: '', ...question });
const makeCode = async (body: object = {}) =>
  (await running.ask('/api/codes', { method: 'POST', json: body })).json().code as string;

/** Signs in as a page does; the answer asks as that page. */
async function signIn(headers: Record<string, string> = {}) {
  const code = await makeCode({ user: 'ann' });
  const answer = await anon('/api/session', { method: 'POST', json: { code }, headers });
  const [set = ''] = answer.headers['set-cookie'] ?? [];
  const cookie = set.split(';')[0]!;
  const csrf = answer.json().csrf as string;
  const ask = (path: string, question: Question = {}) =>
    anon(path, { ...question, headers: { cookie, 'x-gander-csrf': csrf, ...(question.headers as object) } });
  return { set, cookie, csrf, ask };
}

test('a code made with the API token signs a browser in, until it signs out', async () => {
  const { set, csrf, ask } = await signIn();
  expect(set).toMatch(/^gander-session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/);
  expect((await ask('/api/session')).json()).toEqual({ user: 'ann', csrf });
  expect((await ask('/api/alerts')).status).toBe(200);
  const out = await ask('/api/session', { method: 'DELETE' });
  expect([out.status, out.headers['set-cookie']?.[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
  expect((await ask('/api/alerts')).status).toBe(401);
});

test('a cookie of that name from elsewhere in front of ours locks nobody out', async () => {
  const { cookie, ask } = await signIn();
  const headers = { cookie: `gander-session=planted; other=1; ${cookie}` };
  expect((await ask('/api/alerts', { headers })).status).toBe(200);
});

test('behind TLS the cookie is for TLS only', async () => {
  expect((await signIn({ 'x-forwarded-proto': 'https' })).set).toMatch(/; Secure$/);
});

test('a server on another port gets the cookie from the browser, and gets nowhere with it', async () => {
  const { cookie } = await signIn();
  for (const csrf of [undefined, '', 'guess']) {
    const headers = { cookie, ...(csrf !== undefined && { 'x-gander-csrf': csrf }) };
    expect((await anon('/api/alerts', { headers })).status).toBe(401);
    expect((await anon('/api/session', { headers })).status).toBe(401);
    expect((await anon('/api/session', { method: 'DELETE', headers })).status).toBe(401);
  }
});

test('a page of another origin gets nothing, even with everything that opens', async () => {
  const { ask } = await signIn();
  const own = `127.0.0.1:${running.console.port}`;
  const status = async (headers: Record<string, string>) => (await ask('/api/alerts', { headers })).status;
  expect(await status({ origin: `http://${own}` })).toBe(200);
  expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe(200);
  for (const origin of ['http://127.0.0.1:8000', 'null', 'https://evil.example', `http://${own}.evil.example`])
    expect(await status({ origin })).toBe(403);
  for (const site of ['same-site', 'cross-site']) expect(await status({ 'sec-fetch-site': site })).toBe(403);
  const code = await makeCode();
  const login = { method: 'POST', json: { code }, headers: { origin: 'http://127.0.0.1:8000' } };
  expect((await anon('/api/session', login)).status).toBe(403);
});

test('a browser session makes no further codes, and a sender has none', async () => {
  const { ask } = await signIn();
  expect((await ask('/api/codes', { method: 'POST', json: {} })).status).toBe(403);
  expect((await anon('/api/codes', { method: 'POST', json: {} })).status).toBe(401);
});

test('the code of the start is good once', async () => {
  const code = running.console.newCode();
  const post = () => anon('/api/session', { method: 'POST', json: { code } });
  expect((await post()).status).toBe(200);
  const again = await post();
  expect([again.status, again.json().detail]).toEqual([401, expect.stringContaining('gander console-url')]);
});

test('wrong codes are counted, and too many are told to wait', async () => {
  const guess = () => anon('/api/session', { method: 'POST', json: { code: 'guess' } });
  for (let tries = 0; tries < 10; tries++) expect((await guess()).status).toBe(401);
  const refused = await guess();
  expect([refused.status, refused.headers['retry-after']]).toEqual([429, '60']);
  expect((await anon('/metrics')).text).toContain('gander_authentication_failures_total{listener="console"} 11');
});

test.each([
  ['no JSON', { body: 'code=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415],
  ['no type', { body: '{"code":"x"}' }, 415],
  ['broken', { body: '{"code":', headers: { 'content-type': 'application/json' } }, 400],
  ['a list', { json: [] }, 400],
  ['another field', { json: { code: 'x', admin: true } }, 400],
  ['too long', { json: { code: 'x'.repeat(70_000) } }, 413],
])('a body that is %s is refused', async (_, question, status) => {
  const answer = await anon('/api/session', { method: 'POST', ...question });
  expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
});

test('who signs in has a plain name', async () => {
  const refused = await running.ask('/api/codes', { method: 'POST', json: { user: 'ann\r\nSet-Cookie: x' } });
  expect([refused.status, refused.json().field]).toEqual([400, 'user']);
});
