/** Losses in the languages of other stores: documents, keys, queues. */
import { follows, plainWords } from '../words';
import type { Loss } from './sql';

/** Longest text that is searched, in characters. */
const MAX_TEXT = 20_000;

/** What a script for MongoDB takes away. */
export function lossesInMongo(text: string): Loss[] {
  const looked = text.slice(0, MAX_TEXT);
  const losses: Loss[] = [];
  if (/\.dropDatabase\s?\(|\.drop_database\s?\(/.test(looked))
    losses.push({ extent: 'all', what: 'drops the database' });
  const dropped = /\b(?:db|collection)\b[^\n;]{0,120}\.(?:drop|dropIndexes)\s?\(\s?\)/.exec(looked);
  if (dropped) losses.push({ extent: 'part', what: 'drops a collection' });
  if (/\.(?:deleteMany|remove|delete_many)\s?\(\s?\{\s?\}/.test(looked))
    losses.push({ extent: 'part', what: 'deletes all documents of a collection' });
  return losses;
}

/** What orders to Redis take away. */
export function lossesInRedis(words: readonly string[], stdin: string | undefined): Loss[] {
  const orders = [...words, ...(stdin ?? '').slice(0, 2_000).split(/\s+/)].map((word) => word.toLowerCase());
  const flush = orders.find((word) => /^flush(?:all|db)$/.test(word));
  if (flush !== undefined) return [{ extent: 'all', what: `deletes all keys (${flush.toUpperCase()})` }];
  return follows(orders, 'shutdown nosave') ? [{ extent: 'part', what: 'ends the server without saving' }] : [];
}

type Order = readonly [words: string, what: string, extent?: Loss['extent'] | 'small'];

const TOPIC = 'deletes a topic with its messages';
const QUEUES = new Map<string, readonly Order[]>();
function add(programs: string, orders: readonly Order[]): void {
  for (const program of programs.split(' ')) QUEUES.set(program, orders);
}

add('kafka-topics kafka-topics.sh', [['--delete', TOPIC]]);
add('kafka-delete-records kafka-delete-records.sh', [['', 'deletes records of topics']]);
add('kafka-consumer-groups kafka-consumer-groups.sh', [['--delete', 'deletes a consumer group', 'small']]);
add('rpk', [['topic delete', TOPIC]]);
add('kcat pulsar-admin', [
  ['topics delete', TOPIC],
  ['namespaces delete', TOPIC],
]);
add('rabbitmqctl', [
  ['reset|force_reset', 'resets the broker with all its queues', 'all'],
  ['delete_vhost', 'deletes a virtual host with its queues'],
  ['delete_queue', 'deletes a queue'],
  ['purge_queue', 'empties a queue'],
  ['delete_user|clear_permissions', 'deletes a user of the broker', 'small'],
]);
add('rabbitmqadmin', [
  ['delete queue|vhost', 'deletes a queue'],
  ['purge queue', 'empties a queue'],
  ['delete', 'deletes a part of the broker', 'small'],
]);
add('nats', [
  ['stream purge', 'empties a stream'],
  ['stream|str delete|rm|del', 'deletes a stream'],
  ['kv|bucket|object purge', 'empties a store of keys'],
  ['kv del|rm|delete --purge', 'deletes a key with its history'],
  ['kv del|rm|delete', 'deletes a key', 'small'],
  ['bucket|object del|rm|delete', 'deletes a store of keys'],
  ['consumer delete|rm', 'deletes a consumer', 'small'],
]);
add('celery', [['purge', 'empties the task queue']]);
add('influx', [
  ['bucket delete', 'deletes a bucket of measurements'],
  ['delete --start', 'deletes measurements'],
  ['delete', 'deletes measurements'],
]);
add('etcdctl', [['del --prefix|--from-key', 'deletes keys by prefix']]);

/** What an order to a broker or store takes away; `small` is recorded and no more. */
export function lossInQueue(program: string, words: readonly string[]): (Loss & { small?: true }) | undefined {
  const order = QUEUES.get(program)?.find(([pattern]) => pattern === '' || follows(words, pattern));
  if (order === undefined) return undefined;
  const [, what, extent = 'part'] = order;
  const name = plainWords(words).slice(1, 4).join(' ');
  const loss = { what: `${what} (${name})`, extent: extent === 'all' ? 'all' : 'part' } as const;
  return extent === 'small' ? { ...loss, small: true } : loss;
}
