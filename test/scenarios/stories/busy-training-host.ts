import type { Scenario, Speaker } from '../scenario';
import { externalFinding, gpuReading, processReading } from '../tell/sensors';

const agent: Speaker = { agent: 'own-agent', session: 'train-3', host: 'gpu-node-5' };
const HOST = 'gpu-node-5';
const LATER = 2_100;

export const busyTrainingHost: Scenario = {
  name: 'busy-training-host',
  incident:
    'A training job that an agent started keeps every GPU busy for an hour, and a process that no session started takes cores beside it. Utilisation says nothing; the process and the firewall do.',
  vantage: 'host sensor',
  story: [
    { at: 0, who: agent, act: { does: 'run', command: 'python3 train.py --epochs 40', output: 'epoch 1' } },
    ...Array.from({ length: 70 }, (_, index) => [
      gpuReading(HOST, 0.97, index * 30),
      processReading(HOST, { pid: 31, name: 'python3', cores: 7.8 }, index * 30 + 1),
    ]).flat(),
    ...Array.from({ length: 36 }, (_, index) => [
      gpuReading(HOST, 0.98, LATER + index * 10),
      processReading(HOST, { pid: 77, name: 'kupdated', cores: 3.6 }, LATER + index * 10 + 1),
    ]).flat(),
    externalFinding('firewall', 'outbound-unusual', HOST, 'outbound 3333/tcp to 203.0.113.51:3333', LATER + 320),
  ],
  wanted: {
    content: [{ detector: 'unknown-process', severity: 'high', about: 'kupdated' }],
    defaults: [{ detector: 'unknown-process', severity: 'high', about: 'kupdated' }],
  },
  also: ['sensor-joined'],
  stillSeen: 'the process and the report of the firewall; the training job is no alert.',
};
