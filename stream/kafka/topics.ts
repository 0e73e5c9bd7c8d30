/** The topics: made when they are missing, and checked when they are there. */
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigResourceTypes } from 'kafkajs';
import type { Admin } from 'kafkajs';
import { ALL_TOPICS, ENGINE_TOPICS } from '../../contracts/stream';
import type { Topic } from '../../contracts/stream';
import { GanderError, messageOf } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import { protocolType, unavailable } from './kafka-errors';

export interface TopicFacts {
  partitions: Map<Topic, number>;
  /** Largest record batch that each topic takes, bytes; where it is not known, `DEFAULT_RECORD_BATCH_BYTES`. */
  batchBytes: Map<Topic, number>;
}

/** Kafka's own default of `max.message.bytes`, for when the cluster does not let us read it. */
export const DEFAULT_RECORD_BATCH_BYTES = 1_048_588;

/**
 * Makes what is missing with `wanted` partitions; topics that are there keep theirs. Rejects with `config_invalid` when the engine's topics
 * disagree (equal keys would not meet) or cannot be made as configured, with `stream_unavailable` when no broker answers.
 */
export async function ensureTopics(
  admin: Admin,
  wanted: number,
  replication: number,
  log: Logger,
): Promise<TopicFacts> {
  const found = await partitionCounts(admin);
  const missing = ALL_TOPICS.filter((topic) => !found.has(topic));
  if (missing.length > 0) await create(admin, missing, countToMake(found, wanted), replication);
  const partitions = missing.length > 0 ? await partitionCounts(admin) : found;
  const counts = new Set(ENGINE_TOPICS.map((topic) => partitions.get(topic)));
  if (counts.size > 1) {
    const list = ENGINE_TOPICS.map((topic) => `${topic} has ${partitions.get(topic) ?? 0}`).join(', ');
    throw new GanderError('config_invalid', `these topics must have the same number of partitions: ${list}`);
  }
  const kept = partitions.get('gander.events.v1');
  if (kept !== wanted) log.warn('the topics keep the partitions that they have', { wanted, kept });
  return { partitions, batchBytes: await batchBytes(admin) };
}

/** New engine topics follow those that exist. */
function countToMake(found: Map<Topic, number>, wanted: number): (topic: Topic) => number {
  const engine: readonly Topic[] = ENGINE_TOPICS;
  const existing = engine.map((topic) => found.get(topic)).find((count) => count !== undefined);
  return (topic) => (engine.includes(topic) ? (existing ?? wanted) : wanted);
}

/** kafkajs answers with nothing while its brokers reconnect: that passes. */
const ATTEMPTS = 5;
const PAUSE_MS = 300;

async function partitionCounts(admin: Admin, attempt = 1): Promise<Map<Topic, number>> {
  try {
    const names = new Set(await admin.listTopics());
    const topics = ALL_TOPICS.filter((topic) => names.has(topic));
    if (topics.length === 0) return new Map();
    const { topics: metadata } = await admin.fetchTopicMetadata({ topics });
    return new Map(metadata.map(({ name, partitions }) => [name as Topic, partitions.length]));
  } catch (error) {
    if (attempt >= ATTEMPTS) throw unavailable(error);
    await pause(PAUSE_MS);
    return partitionCounts(admin, attempt + 1);
  }
}

async function create(admin: Admin, topics: Topic[], count: (topic: Topic) => number, replication: number) {
  try {
    await admin.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => ({ topic, numPartitions: count(topic), replicationFactor: replication })),
    });
  } catch (error) {
    const [first] = (error as { errors?: unknown[] }).errors ?? [error];
    const what = `the topics cannot be made (${replication} replicas): ${messageOf(first)}`;
    if (protocolType(first) !== undefined) throw new GanderError('config_invalid', what, { cause: error });
    throw unavailable(error);
  }
}

async function batchBytes(admin: Admin): Promise<Map<Topic, number>> {
  const configNames = ['max.message.bytes'];
  try {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: ALL_TOPICS.map((name) => ({ type: ConfigResourceTypes.TOPIC, name, configNames })),
    });
    const limits = resources.map(
      ({ resourceName, configEntries }) => [resourceName as Topic, Number(configEntries[0]?.configValue)] as const,
    );
    return new Map(limits.filter(([, limit]) => limit > 0));
  } catch {
    // Without the right to read settings we go by the default.
    return new Map();
  }
}
