import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { describeStreamContract } from '../stream-contract';
import { openEmbeddedStream } from './open-embedded';

const folder = mkdtempSync(join(tmpdir(), 'gander-stream-'));
const log = createLogger({ level: 'error', format: 'text' });

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describeStreamContract('embedded', () =>
  openEmbeddedStream({
    folder,
    partitions: 4,
    retentionHours: 24,
    retentionBytes: 1e9,
    log,
    metrics: createMetrics(),
  }),
);
