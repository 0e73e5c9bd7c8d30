/** Structured logs: one JSON object a line on standard error; on a terminal a readable line instead. Never content of agents. */
import { spellOut } from './spell-out';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose lines carry these fields too, such as `{ role: 'engine' }`. */
  child(fields: LogFields): Logger;
}

const ORDER: Record<LogLevel, number> = { debug: 10, info: 20, warn: 30, error: 40 };

export interface LogOptions {
  level: LogLevel;
  format: 'json' | 'text';
  write?: (line: string) => void;
}

export function createLogger(options: LogOptions, bound: LogFields = {}): Logger {
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  const log = (level: LogLevel, message: string, fields: LogFields = {}) => {
    if (ORDER[level] < ORDER[options.level]) return;
    const all = { ...bound, ...fields };
    const time = new Date().toISOString();
    if (options.format === 'json') {
      write(`${JSON.stringify({ time, level, message, ...all })}\n`);
      return;
    }
    const tail = Object.entries(all)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}=${spellOut(JSON.stringify(value))}`)
      .join('');
    write(`${time} ${level.padEnd(5)} ${message}${tail}\n`);
  };
  return {
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
    child: (fields) => createLogger(options, { ...bound, ...fields }),
  };
}

/** Says the first of equal lines at once, then at most one an interval with the number of those left out. For what may come per event. */
export function rateLimited(
  logger: Logger,
  intervalMs: number,
  level: LogLevel = 'warn',
): (key: string, message: string, fields?: LogFields) => void {
  const seen = new Map<string, { at: number; skipped: number }>();
  return (key, message, fields) => {
    const now = Date.now();
    const entry = seen.get(key);
    if (entry && now - entry.at < intervalMs) {
      entry.skipped += 1;
      return;
    }
    if (seen.size > 1000) seen.clear();
    seen.set(key, { at: now, skipped: 0 });
    logger[level](message, { ...fields, repeated: entry?.skipped });
  };
}
