/** What is shipped for operators agrees with README, the contracts and itself. No container engine is needed, and none is tried. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { ALL_TOPICS } from '../contracts/stream';
import { apiToken } from '../platform/api-token';
import { loadConfig } from '../platform/config';
import { fingerprintKey } from '../platform/fingerprint-key';
import { itNeeds } from '../test/support/it-needs';

interface Service {
  image?: string;
  ports?: string[];
  volumes?: string[];
  cap_drop?: string[];
  security_opt?: string[];
  depends_on?: string[] | Record<string, unknown>;
  healthcheck?: unknown;
  command?: string[];
}

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(__dirname, path), 'utf8');
const compose = parse(read('compose.yaml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

test('the settings of each agent are those of README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = /## Point your agent at it\n([^]*?)\n## /.exec(readme)?.[1] ?? '';
  const blocks = [...section.matchAll(/```\w+\n([^]*?)```/g)].map(([, text]) => text);
  const files = readdirSync(join(__dirname, 'agents')).map((name) => read(`agents/${name}`));
  expect(blocks.length).toBeGreaterThanOrEqual(7);
  expect(files.sort()).toEqual(blocks.sort());
});

test('the page of topics has every topic, in table and command', () => {
  const page = read('topics.md');
  const rows = [...page.matchAll(/^\| `(gander\.[a-z]+\.v\d+)`.*\| (\d+) days \|/gm)].map(
    ([, name, days]) => `${name} ${days}`,
  );
  const made = /for topic in ([^;]+);/
    .exec(page)?.[1]
    ?.split(' ')
    .map((one) => one.replace(/^(\w+):/, 'gander.$1.v1 '));
  expect(rows.map((row) => row.split(' ')[0])).toEqual([...ALL_TOPICS]);
  expect(made).toEqual(rows);
});

test('compose publishes on the loopback only, and no service has more rights than it needs', () => {
  expect(services.flatMap(([, { ports = [] }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  for (const [name, { cap_drop, security_opt, image }] of services) {
    expect({ name, cap_drop, security_opt }).toEqual({
      name,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect({ name, image }).toEqual({ name, image: expect.stringMatching(/^gander$|:v?\d+\.\d+\.\d+$/) });
  }
});

test('what compose names is there: files, volumes, services, health checks', () => {
  for (const [name, { volumes = [], depends_on = [], healthcheck, image }] of services) {
    for (const volume of volumes) {
      const source = volume.split(':')[0] ?? '';
      const there = source.startsWith('.') ? existsSync(resolve(__dirname, source)) : source in compose.volumes;
      expect({ name, volume, there }).toEqual({ name, volume, there: true });
    }
    const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
    expect(needed.filter((other) => !(other in compose.services))).toEqual([]);
    // The image of Gander brings its own.
    expect({ name, checked: image === 'gander' || healthcheck !== undefined }).toEqual({ name, checked: true });
  }
  const mounted = [
    'dashboards/prometheus/prometheus.yaml',
    'dashboards/provisioning/datasources/gander.yaml',
    'dashboards/provisioning/alerting/contact-points.yaml',
    'deploy/compose/gander.yaml',
  ];
  const text = mounted.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
  const hosts = [...text.matchAll(/\b([a-z]+):(?:4319|909[0-3])\b/g)].map(([, host]) => host ?? '');
  expect([...new Set(hosts)].sort()).toEqual(['alertmanager', 'collector', 'engine', 'kafka', 'prometheus']);
  expect(hosts.filter((host) => !(host in compose.services))).toEqual([]);
});

test('the settings in compose are taken by Gander, and its roles are all run', () => {
  const config = loadConfig({ file: join(__dirname, 'compose', 'gander.yaml'), env: {} });
  expect(config.stream.driver).toBe('kafka');
  const roles = services.flatMap(
    ([, { command = [] }]) => command.slice(command.indexOf('--roles') + 1)[0]?.split(',') ?? [],
  );
  expect(config.roles.filter((role) => !roles.includes(role))).toEqual([]);
});

test('the first start makes key and token once, for nobody else to read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gander-first-start-'));
  const run = () => {
    const { status, stderr } = spawnSync('sh', [join(__dirname, 'first-start.sh'), join(folder, 'data'), folder], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return [fingerprintKey(join(folder, 'data'), 'default', { create: false }).id, apiToken(join(folder, 'data'))];
  };
  try {
    const first = run();
    expect(run()).toEqual(first);
    expect(first[1]).toMatch(/^gnd_[A-Za-z0-9_-]{43}$/);
    for (const path of ['api-token', 'keys/default.key'])
      expect(statSync(join(folder, 'data', path)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'gander-api-token'), 'utf8').trim()).toBe(first[1]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('what the image copies is in the project', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, path]) => path ?? '');
  expect(copied.length).toBeGreaterThan(4);
  const made = ['build', 'node_modules'];
  expect(copied.filter((path) => !made.includes(path) && !existsSync(join(root, path)))).toEqual([]);
  expect(read('Dockerfile')).toMatch(/^USER node$/m);
});

const systemd =
  spawnSync('systemd-analyze', ['--version']).error === undefined ? undefined : 'systemd-analyze is not installed';

itNeeds(systemd, 'systemd takes the unit, and has little to say against it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gander-unit-'));
  const file = join(folder, 'gander.service');
  writeFileSync(file, read('gander.service').replaceAll('/opt/gander', root));
  try {
    const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect([verified.status, verified.stdout + verified.stderr]).toEqual([0, '']);
    const rated = spawnSync('systemd-analyze', ['security', '--offline=yes', '--threshold=20', file], {
      encoding: 'utf8',
    });
    expect({ status: rated.status, said: rated.stderr }).toEqual({ status: 0, said: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return Promise.resolve();
});
