/** The kafkajs client of our settings: TLS, SASL, time limits, and its log lines as ours. */
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaConfig as ClientConfig, LogEntry, SASLOptions } from 'kafkajs';
import type { KafkaConfig } from '../../platform/config';
import { GanderError, messageOf } from '../../platform/errors';
import { rateLimited } from '../../platform/log';
import type { LogFields, Logger } from '../../platform/log';
import './codecs';
import './timers';

const LOG_INTERVAL_MS = 10_000;
/** We give up on a producer after a few tries, and then never use it again, so its sequence numbers cannot mislead the broker. */
const EXPECTED = 'Limiting retries for the idempotent producer';

/** One client for each producer, consumer and admin: kafkajs shares committed offsets between the consumers of one client. */
export function kafkaClient(config: KafkaConfig, log: Logger): Kafka {
  return new Kafka({
    clientId: config.clientId,
    brokers: [...config.brokers],
    ssl: tlsOf(config.ssl),
    ...(config.sasl === undefined ? {} : { sasl: config.sasl as SASLOptions }),
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    logLevel: logLevel.INFO,
    logCreator: () => logTo(log),
  });
}

/** Certificates may be given as PEM text or as the path of a file. */
function tlsOf(ssl: KafkaConfig['ssl']): ClientConfig['ssl'] & (boolean | ConnectionOptions) {
  if (typeof ssl === 'boolean') return ssl;
  const options: ConnectionOptions = {};
  if (ssl.rejectUnauthorized !== undefined) options.rejectUnauthorized = ssl.rejectUnauthorized;
  for (const name of ['ca', 'cert', 'key'] as const) {
    const given = ssl[name];
    if (given !== undefined) options[name] = given.includes('-----BEGIN') ? given : fileText(name, given);
  }
  return options;
}

function fileText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new GanderError('config_unreadable', `stream.kafka.ssl.${name}: ${messageOf(error)}`, { cause: error });
  }
}

/** kafkajs calls much an error that it then repairs, and repeats itself: its errors and warnings are our warnings, at most one in 10 s each. */
function logTo(log: Logger): (entry: LogEntry) => void {
  const warn = rateLimited(log, LOG_INTERVAL_MS);
  return ({ namespace, level, log: { message, ...fields } }) => {
    if (message.startsWith(EXPECTED)) return;
    const line = `kafka ${namespace}: ${message}`;
    if (level === logLevel.ERROR || level === logLevel.WARN) warn(line, line, plain(fields));
    else log.debug(line, plain(fields));
  };
}

function plain(fields: Readonly<Record<string, unknown>>): LogFields {
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'timestamp' || name === 'logger' || name === 'stack') continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') kept[name] = value;
  }
  return kept;
}
