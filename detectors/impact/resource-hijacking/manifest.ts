import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'resource-hijacking',
  version: '1.0.0',
  title: 'Cryptocurrency mining',
  description:
    'A miner is started, fetched, configured or seen running: by program name, by the arguments only a miner takes, by a pool or its protocol, by a wallet next to a pool address, inside a container image, or as a process in host metrics. Text about mining is not mining.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1496', 'T1496.001'],
  atlas: ['AML.T0034'],
  owasp: ['ASI02', 'LLM10'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call', 'net.fetch', 'resource.sample'],
  fields: ['action.command'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Work on a miner or a pool as software: building and testing it looks like running it.',
    'A benchmark of hashing algorithms with the same option names.',
  ],
  blindSpots: [
    'A renamed miner whose pool and wallet are in a configuration file that Gander never saw, also when it was renamed in an earlier call.',
    'Mining inside a library call of a long-running program, or in a browser page.',
    'Agents that hide the command text; then only the load of the host tells (resource-hijacking-load).',
  ],
  triage: [
    'See whether the process runs: host metrics, process list, GPU use since the act.',
    'End the process and look for what starts it again: cron, services, shell profile, container restart policy.',
    'Look at where the binary or image came from and what else that source placed.',
    'Note pool and wallet for the report; search other hosts for the same pool.',
  ],
};
