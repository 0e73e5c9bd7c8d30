/** `gander start` of the built program in a process of its own: on free ports, with a configuration written for it, to be killed or stopped. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Alert, AlertPage } from '../../contracts/alert';
import type { Role } from '../../platform/config';
import { readMetrics } from './metrics-page';
import type { MetricsSamples } from './metrics-page';

const root = __filename.endsWith('.ts') ? join(__dirname, '..', '..') : join(__dirname, '..', '..', '..');
const READY_MS = 60_000;

export interface GanderOptions {
  /** Data folder; several processes may share one on Kafka. */
  folder: string;
  /** Sections of gander.yaml beside ports and data folder. */
  config?: Readonly<Record<string, unknown>>;
  roles?: readonly Role[];
  env?: Readonly<Record<string, string>>;
}

export interface GanderProcess {
  /** Addresses of the run under way: other ports after each start. */
  readonly otlp: string;
  readonly grpc: string;
  readonly api: string;
  /** Of the operating system; 0 before the first start. */
  readonly pid: number;
  /** From the start of the process to its line that it is ready. */
  readonly readyMs: number;
  /** Standard output of all runs, the line that says ready left out. */
  readonly output: () => string;
  /** Lines of the log of all runs. */
  readonly logs: () => readonly Readonly<Record<string, unknown>>[];
  running(): boolean;
  start(): Promise<void>;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code when it has ended. */
  stop(): Promise<{ code: number | null; ms: number }>;
  /** What an inbox shows (medium and up), newest first; with `known`, those that came after the newest of them. */
  alerts(known?: ReadonlySet<string>): Promise<Alert[]>;
  /** Those that are only recorded too: low and info. */
  allAlerts(): Promise<Alert[]>;
  metrics(): Promise<MetricsSamples>;
  get(path: string): Promise<Response>;
}

/** A folder for one Gander, with the fingerprint key that a cluster must be given. */
export function newDataFolder(key = randomBytes(32).toString('hex')): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'gander-process-'));
  mkdirSync(join(folder, 'keys'), { mode: 0o700 });
  writeFileSync(join(folder, 'keys', 'default.key'), `${key}\n`, { mode: 0o600 });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Starts it and waits until it is ready; fails with its last words when it is not within a minute. */
export async function startGander(options: GanderOptions): Promise<GanderProcess> {
  const gander = new Running(options);
  await gander.start();
  return gander;
}

let written = 0;

class Running implements GanderProcess {
  readonly #file: string;
  readonly #output: string[] = [];
  readonly #errors: string[] = [];
  #child: ChildProcess | undefined;
  #ports = { http: 0, grpc: 0, console: 0 };
  readyMs = 0;

  constructor(private readonly options: GanderOptions) {
    const { folder, config = {}, roles } = options;
    const own = { data: folder, collector: { http: { port: 0 }, grpc: { port: 0 } }, console: { port: 0 } };
    this.#file = join(folder, `gander-${++written}.yaml`);
    writeFileSync(this.#file, JSON.stringify({ ...own, ...config, ...(roles && { roles }) }));
  }

  get otlp(): string {
    return `http://127.0.0.1:${this.#ports.http}`;
  }
  get grpc(): string {
    return `127.0.0.1:${this.#ports.grpc}`;
  }
  get pid(): number {
    return this.#child?.pid ?? 0;
  }
  get api(): string {
    return `http://127.0.0.1:${this.#ports.console}`;
  }

  output = () => this.#output.join('\n');
  logs = () => this.#errors.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as object as never] : []));

  running(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async start(): Promise<void> {
    const began = performance.now();
    const command = [join(root, 'bin', 'gander.js'), 'start', '--config', this.#file, '--json'];
    const { folder, env } = this.options;
    const child = spawn(process.execPath, command, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: folder,
      env: { ...process.env, ...env },
    });
    this.#child = child;
    const killed = () => child.kill('SIGKILL');
    process.once('exit', killed);
    child.once('exit', () => process.off('exit', killed));
    const ready = Promise.withResolvers<undefined>();
    createInterface(child.stderr).on('line', (line) => this.#errors.push(line));
    createInterface(child.stdout).on('line', (line) => {
      if (!line.startsWith('{"ready":true')) {
        this.#output.push(line);
        return;
      }
      this.#ports = (JSON.parse(line) as { ports: { http: number; grpc: number; console: number } }).ports;
      this.readyMs = performance.now() - began;
      ready.resolve(undefined);
    });
    child.once('close', () => ready.reject(new Error(`gander ended early: ${this.#errors.slice(-5).join('\n')}`)));
    const late = setTimeout(() => ready.reject(new Error('gander was not ready in time')), READY_MS);
    await ready.promise.finally(() => {
      clearTimeout(late);
    });
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async stop(): Promise<{ code: number | null; ms: number }> {
    const began = performance.now();
    const code = await this.#end('SIGTERM');
    return { code, ms: performance.now() - began };
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || !this.running()) return child?.exitCode ?? null;
    const gone = once(child, 'close');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  alerts(known: ReadonlySet<string> = new Set()): Promise<Alert[]> {
    return this.#alertsOf(known, '&severity=medium,high,critical');
  }

  allAlerts(): Promise<Alert[]> {
    return this.#alertsOf(new Set(), '');
  }

  async #alertsOf(known: ReadonlySet<string>, which: string): Promise<Alert[]> {
    const found: Alert[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const next = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = (await (await this.get(`/api/alerts?limit=500${which}${next}`)).json()) as AlertPage;
      const fresh = page.alerts.filter(({ id }) => !known.has(id));
      found.push(...fresh);
      cursor = fresh.length < page.alerts.length ? undefined : page.next;
    }
    return found;
  }

  async metrics(): Promise<MetricsSamples> {
    return readMetrics(await (await this.get('/metrics')).text());
  }

  async get(path: string): Promise<Response> {
    const file = join(this.options.folder, 'api-token');
    const token = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
    return fetch(`${this.api}${path}`, { headers: { authorization: `Bearer ${token}` } });
  }
}
