import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'polling-for-commands',
  version: '1.0.0',
  title: 'Orders are fetched and run again and again',
  description:
    'The same address is asked over and over and what it answers is run: a loop, a watcher or code that fetches and evaluates, or a session that fetches a page several times and runs commands that stand in it. Whoever writes that address steers this machine or this agent.',
  severity: 'high',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1102', 'T1071.001', 'T1059'],
  atlas: [],
  owasp: ['ASI01', 'ASI10'],
  needs: ['exec', 'net.fetch', 'mcp.call', 'tool.call', 'file.write'],
  fields: ['action.command', 'action.url', 'outcome.output'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A runner or deployment agent of the own company that works by polling: list its domain under `context.ownedDomains`.',
    'A long document that is opened several times and whose commands are followed.',
  ],
  blindSpots: [
    'Orders that come as a file, an issue or a message by another tool, in other words than they are run.',
    'A program of its own that polls.',
  ],
  triage: [
    'Read what the address answers now, from a machine apart.',
    'See who can write there; if it is not the person, stop the session and undo what the orders did.',
    'Block the address and look for other sessions that ask it.',
  ],
};
