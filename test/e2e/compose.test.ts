/** The processes of deploy/compose.yaml without their containers: its settings, its first start and its roles, on a real Kafka. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Role } from '../../platform/config';
import { createToken } from '../../platform/tokens';
import { actsOfSessions, markOf } from '../support/acts';
import { eventually } from '../support/eventually';
import { startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { describeWithKafka } from '../support/kafka/kafka-tests';

const deploy = join(__dirname, '..', '..', 'deploy');
const { services } = parse(readFileSync(join(deploy, 'compose.yaml'), 'utf8')) as {
  services: Record<string, { command: string[] }>;
};
const rolesOf = (service: string) => services[service]!.command.at(-1)!.split(',') as Role[];

describeWithKafka('compose', (kafka) => {
  const acts = actsOfSessions(2).flat();
  const marks = acts.flatMap(({ mark }) => mark ?? []).sort();
  const started: GanderProcess[] = [];
  let folder: string;
  let collector: GanderProcess;
  let engine: GanderProcess;
  let token: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gander-compose-'));
    const data = join(folder, 'data');
    const first = spawnSync('sh', [join(deploy, 'first-start.sh'), data, folder]);
    expect(first.status).toBe(0);
    token = createToken(data, { name: 'laptop' });
    const {
      stream,
      collector: doors,
      console: api,
    } = parse(readFileSync(join(deploy, 'compose', 'gander.yaml'), 'utf8'));
    const free = (listener: object) => ({ ...listener, port: 0 });
    const config = {
      stream: { ...stream, kafka: { brokers: kafka().brokers } },
      collector: { http: free(doors.http), grpc: free(doors.grpc) },
      console: free(api),
    };
    const start = async (service: string) => {
      const gander = await startGander({ folder: data, config, roles: rolesOf(service) });
      started.push(gander);
      return gander;
    };
    collector = await start('collector');
    engine = await start('engine');
  }, 120_000);

  afterAll(async () => {
    await Promise.all(started.map((gander) => gander.kill()));
    rmSync(folder, { recursive: true });
  });

  test('a sender with the token is heard and alerted on, one without is refused', async () => {
    const send = ({ signal, body }: { signal: string; body: unknown }, bearer: string) =>
      fetch(`${collector.otlp}/v1/${signal}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        body: JSON.stringify(body),
      }).then(({ status }) => status);
    expect(await send(acts[0]!.message, 'gnd_unknown')).toBe(401);
    for (const { message } of acts) expect(await send(message, token)).toBe(200);
    // The cluster may hold what other tests sent.
    const found = async () => (await engine.alerts()).map(markOf).filter((mark) => marks.includes(mark));
    await eventually('the alerts', async () => (await found()).length >= marks.length, 30_000);
    expect((await found()).sort()).toEqual(marks);
  }, 60_000);

  test('both give their metrics to the token that Prometheus gets, and to nobody else', async () => {
    const copy = readFileSync(join(folder, 'gander-api-token'), 'utf8').trim();
    for (const { api } of [collector, engine]) {
      expect((await fetch(`${api}/metrics`)).status).toBe(401);
      expect((await fetch(`${api}/healthz`)).status).toBe(200);
      const page = await fetch(`${api}/metrics`, { headers: { authorization: `Bearer ${copy}` } });
      expect(await page.text()).toContain('gander_ready{check="stream"} 1');
    }
  });
});
