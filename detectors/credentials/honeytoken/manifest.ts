import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'honeytoken',
  version: '1.0.0',
  title: 'Decoy used',
  description:
    'A registered decoy was touched: a decoy value met anywhere (a command, a file, an answer, a prompt, plain or encoded), a decoy path read, written, deleted or sent, or a decoy host, account or variable used by name. Nobody has a use for a decoy, so any use is a search for something to steal.',
  severity: 'critical',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1552', 'T1078'],
  atlas: ['AML.T0055'],
  owasp: ['ASI03', 'LLM02'],
  needs: [
    'exec',
    'file.read',
    'file.write',
    'file.delete',
    'net.fetch',
    'mcp.call',
    'tool.call',
    'prompt',
    'output',
    'agent.spawn',
    'config.change',
  ],
  fields: ['action.command', 'action.path', 'outcome.output'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Backups, indexers and secret scanners that read everything: run them outside the watched agents, or leave the decoys out of them.',
    'The person who placed the decoy and tried it.',
  ],
  blindSpots: [
    'A decoy that is read in a file whose name and content the agent does not tell.',
    "Values cut, split over several calls, or encoded in a way of the thief's own.",
    'Use of the decoy elsewhere, outside the watched agents: ask the service that it is false for.',
  ],
  triage: [
    'Read the session from its start: what led it to the decoy, and whether a person asked for it.',
    'See what else of the same place was read, and whether anything was sent.',
    'Treat every real credential in the same place as stolen.',
  ],
};
