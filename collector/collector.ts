/** The collector role: OTLP over HTTP and gRPC in, events on the stream out. A sender gets its 200 when its events are durable. */
import { hostname } from 'node:os';
import type { Stream } from '../contracts/stream';
import { DEFAULT_TENANT } from '../contracts/tenant';
import { systemClock } from '../platform/clock';
import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import { GanderError } from '../platform/errors';
import { fingerprintKey } from '../platform/fingerprint-key';
import { INSTANCE_ID } from '../platform/instance';
import { isLoopback } from '../platform/listener';
import type { Address } from '../platform/listener';
import { rateLimited } from '../platform/log';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { listTokens, openTokens } from '../platform/tokens';
import type { Tokens } from '../platform/tokens';
import { startDecoder } from './decoder';
import { readDecoys } from './decoys';
import { followTranscripts } from './follow/follow';
import { createIntake, pendingBytes } from './intake';
import type { Door } from './receive/authenticate';
import { startGrpcReceiver } from './receive/grpc';
import { startHttpReceiver } from './receive/http';

export interface CollectorOptions {
  config: Pick<Config, 'collector' | 'data' | 'decoys' | 'stream'>;
  stream: Stream;
  log: Logger;
  metrics: Metrics;
  clock?: Clock;
  /** Name of this machine, for senders on its loopback. */
  machineHost?: string;
}

export interface Collector {
  httpPort: number;
  grpcPort: number;
  /** Takes no more, answers what is under way (10 s at most), and ends. The stream stays open. */
  stop(): Promise<void>;
}

const GRACE_MS = 10_000;

/** Rejects with `listener_needs_tokens`, `fingerprint_key_missing`, `config_unreadable`, `config_invalid` or `address_in_use`. */
export async function startCollector(options: CollectorOptions): Promise<Collector> {
  const { config, stream, log, metrics, clock = systemClock, machineHost = hostname() } = options;
  const { http, grpc, limits, transcripts } = config.collector;
  const tokens = openTokens(config.data);
  const doors = { http: doorOf(http, tokens, 'http'), grpc: doorOf(grpc, tokens, 'grpc') };
  const createKeys = config.stream.driver === 'embedded';
  checkKeys(config.data, doors, createKeys);

  const decoder = startDecoder({
    limits,
    instanceId: INSTANCE_ID,
    machineHost,
    dataFolder: config.data,
    createKeys,
    decoys: readDecoys(config.decoys),
    log,
  });
  const pending = pendingBytes(limits.pendingBytes);
  const intake = createIntake({ decoder, stream, metrics, clock, pending });
  const parts = { limits, intake, metrics, complain: rateLimited(log, 60_000, 'error') };
  const httpReceiver = await startHttpReceiver(http, { ...parts, door: doors.http }).catch(giveUp(decoder));
  const grpcReceiver = await startGrpcReceiver(grpc, { ...parts, door: doors.grpc }).catch(
    giveUp(decoder, httpReceiver),
  );
  const following = followTranscripts({ folders: transcripts, dataFolder: config.data, intake, log, metrics, clock });
  log.info('the collector listens', { http: httpReceiver.port, grpc: grpcReceiver.port });
  return {
    httpPort: httpReceiver.port,
    grpcPort: grpcReceiver.port,
    stop: async () => {
      await Promise.all([httpReceiver.stop(GRACE_MS), grpcReceiver.stop(GRACE_MS), following.stop()]);
      await decoder.stop();
    },
  };
}

function doorOf({ host }: Address, tokens: Tokens, name: string): Door {
  const tokenNeeded = !isLoopback(host);
  if (tokenNeeded && !tokens.any()) {
    throw new GanderError(
      'listener_needs_tokens',
      `collector.${name}.host ${host} is reached from elsewhere: make a token first (gander token create)`,
    );
  }
  return { tokens, tokenNeeded };
}

/** A missing or broken key is told at the start rather than to the first sender. */
function checkKeys(dataFolder: string, doors: Record<string, Door>, create: boolean): void {
  const tenants = new Set(listTokens(dataFolder).map(({ tenant }) => tenant));
  if (Object.values(doors).some(({ tokenNeeded }) => !tokenNeeded)) tenants.add(DEFAULT_TENANT);
  for (const tenant of tenants) fingerprintKey(dataFolder, tenant, { create });
}

/** Ends what was started already, and fails. */
function giveUp(decoder: { stop(): Promise<void> }, receiver?: { stop(graceMs: number): Promise<void> }) {
  return async (error: unknown): Promise<never> => {
    await receiver?.stop(0);
    await decoder.stop();
    throw error;
  };
}
