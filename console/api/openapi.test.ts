import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alertOf, incidentOf, suppressionOf } from '../../store/sample-rows';
import { exec } from '../../test/support/agent-events';
import { archive } from '../../test/support/archived';
import { runConsole } from '../../test/support/running-console';
import type { RunningConsole } from '../../test/support/running-console';

interface Operation {
  operationId: string;
  security: object[];
  parameters: { name: string; in: string; required: boolean; schema: { type?: string; enum?: string[] } }[];
  requestBody?: { content: Record<string, { schema: { properties: Record<string, unknown> } }> };
  responses: Record<string, unknown>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}
interface One {
  method: string;
  path: string;
  operation: Operation;
}

let running: RunningConsole;
let document: Document;
let all: One[];
const event = exec('ls', { at: 1 });

beforeAll(async () => {
  running = await runConsole();
  await running.store.writeAlerts({
    at: 1,
    alerts: [{ alert: alertOf({ id: 'a1', incident: 'i1' }), fold: '{}', revision: 0 }],
    findings: [],
    outbox: [],
    incidents: [{ incident: incidentOf({ id: 'i1' }), fold: '{}', revision: 0, listed: true }],
  });
  await running.store.addSuppression(suppressionOf({ id: 'u1' }));
  await archive(running, [event]);
  document = (await running.ask('/api/openapi.json')).json();
  all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
});
afterAll(() => running.stop());

const ids: Record<string, string> = {
  alerts: 'a1',
  incidents: 'i1',
  sessions: 's1',
  events: event.id,
  suppressions: 'u1',
};
const addressOf = (path: string): string => path.replace('{id}', ids[path.split('/')[2]!] ?? 'none');

/** A value that the parameter takes, whatever it is. */
const VALUES: Record<string, string> = {
  limit: '7',
  severity: 'high,low',
  types: 'exec,prompt',
  since: '2026-01-05',
  until: '2026-01-06T00:00:00Z',
  hidden: 'true',
  session: 's1',
  tenant: 'default',
};
const valueOf = ({ name, schema }: Operation['parameters'][number]): string => VALUES[name] ?? schema.enum?.[0] ?? 'x';
const queryOf = ({ operation }: One) => operation.parameters.filter((one) => one.in === 'query');
const needed = (one: One) =>
  queryOf(one)
    .filter(({ required }) => required)
    .map((p) => `${p.name}=${valueOf(p)}`);
const readable = () => all.filter(({ method, path }) => method === 'GET' && path !== '/api/stream');

test('the document is whole: names are given once, references lead somewhere, what is in the path is told', () => {
  expect(document.openapi).toBe('3.1.0');
  const names = all.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(references)].sort()).toEqual(Object.keys(document.components.schemas).sort());
  expect(JSON.stringify(document)).not.toContain('$defs');
  for (const { path, operation } of all)
    expect(operation.parameters.some((one) => one.in === 'path')).toBe(path.includes('{id}'));
});

test('every read answers as told, with each parameter that is told', async () => {
  for (const one of readable()) {
    const parameters = queryOf(one).filter(({ name }) => name !== 'cursor');
    for (const query of [
      needed(one),
      ...parameters.map((p) => [...new Set([...needed(one), `${p.name}=${valueOf(p)}`])]),
    ]) {
      const path = `${addressOf(one.path)}?${query.join('&')}`;
      expect([path, (await running.ask(path)).status]).toEqual([path, 200]);
    }
  }
});

test('a parameter that is not told is refused, one that is required is asked for, and none is taken twice', async () => {
  for (const one of readable()) {
    const asked = async (query: string[]) => {
      const { status, json } = await running.ask(`${addressOf(one.path)}?${query.join('&')}`);
      return [one.path, status, json().field];
    };
    expect(await asked([...needed(one), 'surprise=1'])).toEqual([one.path, 400, 'surprise']);
    for (const part of needed(one)) {
      const name = part.split('=')[0];
      expect(await asked(needed(one).filter((other) => other !== part))).toEqual([one.path, 400, name]);
      expect(await asked([...needed(one), part])).toEqual([one.path, 400, name]);
    }
  }
});

test('a field that is not told is refused in every body', async () => {
  for (const { method, path, operation } of all.filter(({ operation: { requestBody } }) => requestBody)) {
    const answer = await running.ask(addressOf(path), {
      method,
      json: { surprise: 1 },
      headers: { 'if-match': '"1"' },
    });
    expect([path, answer.status, operation.responses['400'] !== undefined]).toEqual([path, 400, true]);
    const known = Object.keys(operation.requestBody!.content['application/json']!.schema.properties);
    expect(['surprise', ...known]).toContain(answer.json().field);
  }
});

test('who may ask is as told', async () => {
  for (const { method, path, operation } of all) {
    const json = method === 'POST' ? {} : undefined;
    const { status } = await running.ask(addressOf(path), { method, token: '', ...(json && { json }) });
    expect([path, status === 401]).toEqual([path, operation.security.length > 0]);
  }
});

test('what is not told of an address is not done there', async () => {
  for (const path of Object.keys(document.paths)) {
    const told = Object.keys(document.paths[path]!).map((method) => method.toUpperCase());
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => !told.includes(one))) {
      const answer = await running.ask(addressOf(path), { method });
      expect([path, method, answer.status]).toEqual([path, method, 405]);
    }
  }
});

test('docs/api.md tells of the same routes, and of every parameter of a list', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'api.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const first = rows.map((row) => row.split('|')[1]!);
  const routes = first.flatMap((cell) =>
    [...cell.matchAll(/`((?:GET|POST|DELETE) [^`]+)`/g)].map(([, route]) => route),
  );
  expect(routes.sort()).toEqual(all.map(({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`).sort());
  const told = new Set(first.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)));
  const known = new Set(
    all
      .flatMap((one) => queryOf(one))
      .map(({ name }) => name)
      .filter((name) => name !== 'csrf'),
  );
  expect([...told].sort()).toEqual([...known].sort());
});
