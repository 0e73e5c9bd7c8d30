/**
 * The configuration: one zod schema a section, read once at start, frozen, handed on as an argument. The only reader of `process.env`.
 * No file is needed. Unknown keys are errors that name their line; `${env:NAME}` in a value is replaced by that variable.
 */
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { LineCounter, isMap, isScalar, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';
import { SEVERITIES } from '../contracts/finding';
import { GanderError, messageOf } from './errors';

const port = z.number().int().min(0).max(65_535);
const positive = z.number().int().positive();

const listener = (defaultPort: number) =>
  z
    .strictObject({
      /** Address to listen on. Anything but the loopback needs tokens. */
      host: z.string().min(1).default('127.0.0.1'),
      /** 0 takes a free port. */
      port: port.default(defaultPort),
    })
    .prefault({});

const limits = z
  .strictObject({
    /** Largest body as sent, bytes. */
    bodyBytes: positive.default(20 * 1024 * 1024),
    /** Largest body after inflating, bytes. */
    inflatedBytes: positive.default(64 * 1024 * 1024),
    /** Most records of one request; the rest is refused and counted. */
    records: positive.default(100_000),
    /** Most attributes of one record, resource or scope. */
    attributes: positive.default(512),
    /** Most list elements, map entries and span events of one record, all levels together. */
    values: positive.default(16_384),
    /** Longest string kept, in bytes; longer ones keep head and tail. */
    stringBytes: positive.default(128 * 1024),
    /** Deepest nesting of attribute values and JSON. */
    depth: positive.default(32),
    /** Time that a client has for its headers and for its whole request, milliseconds. */
    headersTimeoutMs: positive.default(10_000),
    requestTimeoutMs: positive.default(30_000),
    /** Connections at once; more are closed at once. */
    connections: positive.default(1_000),
    /** Bytes of requests that wait for the stream; over it the answer is 503. */
    pendingBytes: positive.default(128 * 1024 * 1024),
  })
  .prefault({});

const kafka = z
  .strictObject({
    brokers: z.array(z.string().min(1)).min(1).default(['127.0.0.1:9092']),
    clientId: z.string().min(1).default('gander'),
    /** Replicas of topics that Gander makes. */
    replication: positive.default(1),
    compression: z.enum(['none', 'gzip', 'lz4', 'zstd']).default('zstd'),
    ssl: z
      .union([
        z.boolean(),
        z.strictObject({
          ca: z.string().optional(),
          cert: z.string().optional(),
          key: z.string().optional(),
          rejectUnauthorized: z.boolean().optional(),
        }),
      ])
      .default(false),
    sasl: z
      .strictObject({
        mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
        username: z.string(),
        password: z.string(),
      })
      .optional(),
    /** How long a member may be silent before its partitions go to others. */
    sessionTimeoutMs: z.number().int().min(6_000).max(60_000).default(10_000),
  })
  .prefault({});

const stream = z
  .strictObject({
    driver: z.enum(['embedded', 'kafka']).default('embedded'),
    /** Partitions of each topic. */
    partitions: z.number().int().min(1).max(256).default(4),
    /** The embedded stream drops its oldest segments past either bound. */
    retentionHours: positive.default(24 * 30),
    retentionBytes: positive.default(20 * 1024 * 1024 * 1024),
    kafka,
  })
  .prefault({});

const detectorChoice = z.strictObject({
  enabled: z.boolean().default(true),
  /** `shadow`: counted, shown to nobody; `alert`: in the inbox; `page`: pages too. By the detector's maturity when left out. */
  mode: z.enum(['shadow', 'alert', 'page']).optional(),
  /** Overrides of the detector's defaults. */
  settings: z.record(z.string(), z.unknown()).default({}),
});

const engine = z
  .strictObject({
    /** How long an event may come late and still be put in order, seconds. */
    latenessSeconds: positive.default(10),
    tickSeconds: positive.default(5),
    snapshotSeconds: positive.default(15),
    /** Most sessions in memory per partition; the longest silent goes first. */
    maxSessions: positive.default(50_000),
    sessionHours: positive.default(24),
    detectors: z.record(z.string(), detectorChoice).default({}),
    /** Folders and packages of further detectors. */
    extraDetectors: z.array(z.string().min(1)).default([]),
    /** Folders with rules in YAML: Sigma, and CanaryAI's form. */
    sigma: z.array(z.string().min(1)).default([]),
    /** What placeholders of Sigma rules stand for: `%name%` of the modifier `expand`. */
    sigmaPlaceholders: z.record(z.string(), z.array(z.string())).default({}),
    /** A list of bad versions of your own with the public key that it is signed by, in place of the shipped ones. */
    badVersions: z.strictObject({ list: z.string().min(1), key: z.string().min(1) }).optional(),
  })
  .prefault({});

const webhook = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]{1,40}$/),
  url: z.url({ protocol: /^https?$/ }),
  /** `whsec_` and base64, as Standard Webhooks has it. */
  secret: z.string().regex(/^whsec_[A-Za-z0-9+/=]{16,}$/),
  minSeverity: z.enum(SEVERITIES).default('medium'),
  /** Whether it gets the pages of incidents, beside the alerts from `minSeverity` on. */
  pages: z.boolean().optional(),
  timeoutMs: positive.default(10_000),
});

const alerts = z
  .strictObject({
    webhooks: z
      .array(webhook)
      .superRefine((all, context) => {
        for (const [index, { name }] of all.entries()) {
          if (all.findIndex((other) => other.name === name) === index) continue;
          context.addIssue({ code: 'custom', path: [index, 'name'], message: `another webhook is named ${name} too` });
        }
      })
      .default([]),
    /** Days from the first start in which only critical alerts page. */
    learningDays: z.number().min(0).max(90).default(7),
    /** Lowest severity printed on the terminal. */
    terminal: z.enum([...SEVERITIES, 'off']).default('medium'),
    /** Attempts before a notification is put aside as dead; the pauses between them grow from 1 s to 10 min. */
    maxAttempts: positive.default(20),
  })
  .prefault({});

const archive = z
  .strictObject({
    /** Bytes of session index and search text; over it the oldest text is dropped. It lives as long as the stream at most. */
    maxBytes: positive.default(10 * 1024 * 1024 * 1024),
  })
  .prefault({});

const context = z
  .strictObject({
    production: z.array(z.string()).default([]),
    throwAway: z.array(z.string()).default([]),
    ownedDomains: z.array(z.string()).default([]),
    modelEndpoints: z.array(z.string()).default([]),
    approvedMcpServers: z.array(z.string()).default([]),
    installers: z.array(z.string()).default([]),
    registries: z.array(z.string()).default([]),
    engagements: z.array(z.string()).default([]),
    honeytokens: z.array(z.string()).default([]),
  })
  .prefault({});

/** Decoys that the collector looks for in everything; `context.honeytokens` names those that are no values. */
const decoys = z
  .strictObject({
    /** Values that nobody has a use for: false keys, false passwords, sentences of a document. */
    values: z.array(z.string().min(8).max(500)).max(100).default([]),
    /** Sentences put into system prompts: they must never leave. */
    canaries: z.array(z.string().min(12).max(500)).max(50).default([]),
    /** File with further values, one a line; empty lines and lines that begin with `#` are passed over. */
    file: z.string().min(1).optional(),
  })
  .prefault({});

export const ROLES = ['collector', 'engine', 'alerts', 'archive', 'console'] as const;
export type Role = (typeof ROLES)[number];

/** The whole configuration; editors may export its JSON Schema. */
export const configSchema = z.strictObject({
  /** Folder of everything that Gander keeps. */
  data: z.string().min(1).default('./data'),
  roles: z
    .array(z.enum(ROLES))
    .min(1)
    .default([...ROLES]),
  collector: z
    .strictObject({
      http: listener(4318),
      grpc: listener(4317),
      limits,
      /** Folders into which agents write transcripts, to be followed; `~/` is the home folder. */
      transcripts: z.array(z.string().min(1)).max(50).default([]),
    })
    .prefault({}),
  stream,
  engine,
  alerts,
  archive,
  console: listener(4319),
  /** Metrics and health of a process that does not have the console role; off without a port. */
  health: z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port: port.optional() }).prefault({}),
  context,
  decoys,
  /** Where Gander sends its own traces (OTLP/HTTP), such as `http://127.0.0.1:4318/v1/traces` of another collector. */
  telemetry: z.strictObject({ endpoint: z.url().optional(), serviceName: z.string().default('gander') }).prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
      format: z.enum(['json', 'text']).default('json'),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
export type Limits = Config['collector']['limits'];
export type KafkaConfig = Config['stream']['kafka'];
export type WebhookConfig = Config['alerts']['webhooks'][number];

export interface ConfigSource {
  /** File given by the user; without it `gander.yaml` in the working folder is taken if it is there. */
  file?: string;
  /** From the command line; wins over file and environment. */
  overrides?: { data?: string; roles?: readonly string[] };
  env?: Readonly<Record<string, string | undefined>>;
}

/** Reads and checks everything; the error (`config_invalid`, `config_unreadable`) lists all problems with their lines. */
export function loadConfig(source: ConfigSource = {}): Config {
  const env = source.env ?? process.env;
  const file = source.file ?? env['GANDER_CONFIG'] ?? (existsSync('gander.yaml') ? 'gander.yaml' : undefined);
  const raw = file === undefined ? { values: {}, lineOf: () => undefined } : readYaml(file, env);
  const values = raw.values as Record<string, unknown>;
  const data = source.overrides?.data ?? env['GANDER_DATA'];
  if (data !== undefined) values['data'] = data;
  if (source.overrides?.roles !== undefined) values['roles'] = [...source.overrides.roles];
  const endpoint = env['GANDER_TELEMETRY_ENDPOINT'];
  if (endpoint !== undefined) values['telemetry'] = { ...(values['telemetry'] as object | undefined), endpoint };
  const result = configSchema.safeParse(values);
  if (!result.success) {
    const lines = result.error.issues.flatMap((issue) => describeIssue(issue, file, raw.lineOf));
    throw new GanderError('config_invalid', lines.join('\n'));
  }
  const config = result.data;
  config.data = isAbsolute(config.data) ? config.data : resolve(config.data);
  return deepFreeze(config);
}

type LineOf = (path: readonly PropertyKey[], key?: string) => number | undefined;

function describeIssue(issue: z.core.$ZodIssue, file: string | undefined, lineOf: LineOf): string[] {
  const where = (path: readonly PropertyKey[], key?: string) => {
    const line = lineOf(path, key);
    return file === undefined ? '' : line === undefined ? `${file}: ` : `${file}:${line}: `;
  };
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${where(issue.path, key)}${path ? `${path}.` : ''}${key}: unknown key`);
  }
  return [`${where(issue.path)}${path || 'configuration'}: ${issue.message}`];
}

function readYaml(file: string, env: NonNullable<ConfigSource['env']>): { values: unknown; lineOf: LineOf } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new GanderError('config_unreadable', `${file}: ${messageOf(error)}`, { cause: error });
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const broken = document.errors[0];
  if (broken)
    throw new GanderError('config_invalid', `${file}:${counter.linePos(broken.pos[0]).line}: ${broken.message}`);
  const values: unknown = document.toJS() ?? {};
  if (typeof values !== 'object' || Array.isArray(values)) {
    throw new GanderError('config_invalid', `${file}:1: the file must hold keys and values`);
  }
  return {
    values: withEnvironment(values, env, file),
    lineOf: (path, key) => lineOfNode(document, counter, path, key),
  };
}

function lineOfNode(
  document: Document.Parsed,
  counter: LineCounter,
  path: readonly PropertyKey[],
  key?: string,
): number | undefined {
  const full = key === undefined ? path : [...path, key];
  const parent: unknown = full.length > 1 ? document.getIn(full.slice(0, -1), true) : document.contents;
  const last = full.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && item.key.value === last);
    if (pair && isScalar(pair.key) && pair.key.range) return counter.linePos(pair.key.range[0]).line;
  }
  const node = document.getIn(full, true) as { range?: [number, number, number] } | undefined;
  return node?.range ? counter.linePos(node.range[0]).line : undefined;
}

function withEnvironment(value: unknown, env: NonNullable<ConfigSource['env']>, file: string): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]{0,100})\}/g, (_, name: string) => {
      const found = env[name];
      if (found === undefined) throw new GanderError('config_unreadable', `${file}: the variable ${name} is not set`);
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item) => withEnvironment(item, env, file));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withEnvironment(item, env, file)]));
  }
  return value;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}
