/** A real Prometheus (Debian's package `prometheus`) on a free loopback port, with a folder that is thrown away. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually';
import { freePort } from './kafka/start-kafka';

/** Why there is none on this machine; undefined when there is. */
export const prometheusMissing = (): string | undefined =>
  spawnSync('prometheus', ['--version']).error === undefined
    ? undefined
    : 'prometheus is not installed (Debian: prometheus)';

export interface Series {
  metric: Readonly<Record<string, string>>;
  /** The last value. */
  value: number;
}

export interface Prometheus {
  /** Answer at `GET /api/v1/<path>`; fails with Prometheus' own words when it does not take the query. */
  get(path: string, parameters?: Readonly<Record<string, string>>): Promise<unknown>;
  /** The series now. */
  instant(expression: string): Promise<Series[]>;
  /** The series over the last minutes, as a panel asks for them. */
  course(expression: string): Promise<Series[]>;
  stop(): Promise<void>;
}

const START_MS = 30_000;

/** Scrapes the targets (`host:port`) twice a second and evaluates the rule files; resolves when it is ready. */
export async function startPrometheus(targets: readonly string[], rules: readonly string[] = []): Promise<Prometheus> {
  const missing = prometheusMissing();
  if (missing !== undefined) throw new Error(missing);
  const folder = mkdtempSync(join(tmpdir(), 'gander-prometheus-'));
  const config = {
    global: { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '500ms' },
    rule_files: rules,
    scrape_configs: [{ job_name: 'gander', static_configs: [{ targets }] }],
  };
  writeFileSync(join(folder, 'prometheus.yaml'), JSON.stringify(config));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: 'ignore' },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const get = async (path: string, parameters = {}) => {
    const response = await fetch(`http://${address}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const { status, data, error } = (await response.json()) as { status: string; data: unknown; error?: string };
    if (status !== 'success') throw new Error(`${error ?? status}: ${JSON.stringify(parameters)}`);
    return data;
  };
  const ready = async () => child.exitCode !== null || (await fetch(`http://${address}/-/ready`)).ok;
  await eventually('Prometheus ready', ready, START_MS);
  if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
  return {
    get,
    instant: async (query) => seriesOf(await get('query', { query })),
    course: async (query) => {
      const end = Date.now() / 1_000;
      return seriesOf(await get('query_range', { query, start: String(end - 60), end: String(end), step: '1' }));
    },
    stop: async () => {
      process.off('exit', kill);
      const gone = once(child, 'exit');
      if (kill()) await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function seriesOf(data: unknown): Series[] {
  const { result } = data as {
    result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[];
  };
  return result.map(({ metric, value, values }) => ({ metric, value: Number((value ?? values?.at(-1))?.[1]) }));
}
