import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'outside-text-obeyed',
  version: '1.0.0',
  title: 'The agent did what text from outside told it',
  description:
    'A sensitive act (a download piped into a shell, a package from a foreign address, a package run as a remedy, data sent away, a credential read, a publication or merge, a foothold written) whose command, address or content stood in a page, issue, tool answer or README that the session had read, and in no prompt of a person. Following links and installing what documentation names is noted as information only.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1204', 'T1059'],
  atlas: ['AML.T0051', 'AML.T0053'],
  owasp: ['ASI01', 'ASI02', 'LLM01'],
  needs: ['exec', 'file.write', 'file.read', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'outcome.output'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Documentation whose install line was copied, where the person asked for the tool but did not paste the line.',
    'A linter or registry whose answer really names the command that mends the problem.',
  ],
  blindSpots: [
    'Acts that follow the meaning of a text without its words, or an encoded form of it.',
    'Text read in another session, and agents that hide the answers of their tools.',
    'Text that stood far behind the beginning of a long answer.',
  ],
  triage: [
    'Read the text: the sentence names where it came from. Was it written by someone who should steer this agent?',
    'See what the act did: packages installed, data sent, files written; undo it.',
    'Look for other sessions that read the same text, and have it removed.',
  ],
};
