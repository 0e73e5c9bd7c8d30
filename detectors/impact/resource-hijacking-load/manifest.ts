import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'resource-hijacking-load',
  version: '1.0.0',
  title: 'Load that no work of the agents explains',
  description:
    'The GPU or CPU of a host on which agents work is busy for minutes, after it was idle, and nothing that the agents did (training, inference, build, test, data work) explains it. Joins host metrics with the acts of all sessions on the host.',
  severity: 'medium',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1496', 'T1496.001'],
  atlas: ['AML.T0034'],
  owasp: ['ASI10', 'LLM10'],
  needs: ['resource.sample', 'exec', 'tool.call', 'mcp.call'],
  fields: ['host'],
  order: 'event-time',
  keyBy: 'host',
  window: { seconds: 86_400, maxKeys: 10_000 },
  falsePositives: [
    'Work that people or schedulers start on the same host outside the agents.',
    'A long job that an agent started earlier than the detector remembers (12 hours).',
  ],
  blindSpots: [
    'A host without metrics, or agents that do not tell their host.',
    'A miner that runs only while real work runs, or keeps below the bound.',
    'Hosts that are always busy: without an idle time before there is no onset.',
  ],
  triage: [
    'Look at the process list and the GPU processes of the host (nvidia-smi) at the time of onset.',
    'Look at what the sessions on the host did in the minutes before it.',
    'Compare the owner of the busy process with the accounts of the agents.',
  ],
};
