import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'unknown-process',
  version: '1.0.0',
  title: 'A busy process that no session started',
  description:
    'On a host on which agents work, a process uses whole cores for minutes that no session started, that is no build, test or training program, and that was not at work when the host was first seen. Sees what utilisation alone cannot see on a host that is busy anyway. Graver when it takes several cores, and when a firewall or another sensor reports a mining pool at the same time.',
  severity: 'low',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1496', 'T1496.001'],
  atlas: ['AML.T0034'],
  owasp: ['ASI10', 'LLM10'],
  needs: ['resource.sample', 'external.finding', 'exec', 'tool.call', 'mcp.call'],
  fields: ['host'],
  order: 'event-time',
  keyBy: 'host',
  window: { seconds: 7 * 86_400, maxKeys: 10_000 },
  falsePositives: ['Programs that a person starts beside the agents: a browser, a call, a virtual machine.'],
  blindSpots: [
    'A process with the name of a build tool, an interpreter or a program that a session has run.',
    'What already ran when the host was first seen.',
    'Hosts without samples of processes: `gander sensor` sends them.',
  ],
  triage: [
    'Look at the process: its parent, its file, its owner and its connections.',
    'Look at what sessions wrote or downloaded on the host in the hour before.',
    'Block the pool and stop the process; keep the file.',
  ],
};
