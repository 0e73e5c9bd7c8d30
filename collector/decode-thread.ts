/** The thread that reads bodies: bytes in, messages for the stream out. Keeps the sockets' thread free of inflating and decoding. */
import { parentPort, workerData } from 'node:worker_threads';
import { createRedactor } from '../analysis/redact';
import type { Decoy, Redactor } from '../analysis/redact';
import type { Limits } from '../platform/config';
import { fingerprintKey } from '../platform/fingerprint-key';
import { Transfer, serve } from '../platform/thread';
import { readBody } from './read-body';
import type { BodyJob, ReadingContext } from './read-body';
import { OpenTranscripts } from './transcripts/open-transcripts';

export interface DecodeThreadData {
  limits: Limits;
  instanceId: string;
  machineHost: string;
  dataFolder: string;
  /** Whether fingerprint keys are made when missing: not in a cluster, where all collectors share one. */
  createKeys: boolean;
  /** Registered decoys, of all tenants. */
  decoys: readonly Decoy[];
}

const { dataFolder, createKeys, decoys, ...rest } = workerData as DecodeThreadData;
const redactors = new Map<string, Redactor>();

function redactorOf(tenant: string): Redactor {
  let redactor = redactors.get(tenant);
  if (!redactor) {
    const { key, id } = fingerprintKey(dataFolder, tenant, { create: createKeys });
    redactors.set(tenant, (redactor = createRedactor(key, id, decoys)));
  }
  return redactor;
}

const context: ReadingContext = { ...rest, redactorOf, transcripts: new OpenTranscripts(rest) };

if (parentPort) {
  serve(parentPort, {
    read: (job: BodyJob) => {
      const reading = readBody(job, context);
      return new Transfer(
        reading,
        reading.messages.map(({ value }) => value.buffer),
      );
    },
  });
}
