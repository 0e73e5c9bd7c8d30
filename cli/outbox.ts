import { existsSync } from 'node:fs';
import { loadConfig } from '../platform/config';
import { GanderError } from '../platform/errors';
import { createLogger } from '../platform/log';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import type { SqliteStore } from '../store/sqlite/sqlite-store';
import { storeFile } from '../platform/data-folder';
import { print, readArguments } from './verb';
import type { Verb } from './verb';

export const outboxVerb: Verb = {
  help: `Usage: gander outbox list [--json]
       gander outbox revive --sink NAME
       (both: [--data DIR] [--config FILE])

list    how many notifications wait, and how many are dead, by sink
revive  sends the dead ones of a sink again, with the same ids; do it once the webhook is put right. A Gander that runs needs no restart

Example:
  gander outbox revive --sink on-call`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      sink: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean' },
    });
    const config = loadConfig({
      ...(values.config === undefined ? {} : { file: values.config }),
      ...(values.data === undefined ? {} : { overrides: { data: values.data } }),
    });
    const [what, ...more] = positionals;
    if (
      more.length > 0 ||
      (what !== 'list' && what !== 'revive') ||
      (what === 'revive') !== (values.sink !== undefined)
    )
      throw new GanderError('usage', 'expected: gander outbox list, or gander outbox revive --sink NAME');
    const file = storeFile(config);
    if (!existsSync(file)) throw new GanderError('usage', `there is no store in ${config.data}`);
    const store = await openSqliteStore({ file, log: createLogger(config.log) });
    try {
      await (values.sink === undefined ? list(store, values.json === true) : revive(store, values.sink));
    } finally {
      await store.close();
    }
    return 0;
  },
};

async function list(store: SqliteStore, json: boolean): Promise<void> {
  const counts = await store.outboxCounts();
  if (json) print(JSON.stringify(counts));
  else if (counts.length === 0) print('Nothing waits, and nothing is dead.');
  else for (const { sink, pending, dead } of counts) print(`${sink}  ${pending} waiting  ${dead} dead`);
}

async function revive(store: SqliteStore, sink: string): Promise<void> {
  print(`${await store.outboxRevive(sink, Date.now())} notifications of ${sink} are sent again.`);
}
