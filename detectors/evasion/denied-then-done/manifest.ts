import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'denied-then-done',
  version: '1.0.0',
  title: 'Refused, then done another way',
  description:
    'A person, a rule or a hook refused an act, and later in the session the agent reaches the whole of its effect by another tool, wrapper, script, encoding or sub-agent: the same file is removed or read, the same address reached, the same program run with the same words. Compared is what the acts do, not how they are written. What a person approves, a tool called again after a word of the person, and a command that leaves part of the effect out are no evasion.',
  severity: 'medium',
  confidence: 'high',
  maturity: 'stable',
  attack: ['T1685'],
  atlas: [],
  owasp: ['ASI09', 'ASI10'],
  needs: ['exec', 'file.read', 'file.write', 'file.delete', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'permission.decision'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A person refused with the words to do it another way, and the words did not come with the telemetry.',
    'A rule that refuses a form of a command (a pipe, a folder change) rather than what it does.',
  ],
  blindSpots: [
    'An agent that does not tell refusals, and acts whose effect is only known when they run.',
    'The same effect spread over several later acts, or reached with other words (another folder, a mirror).',
    'What another session does: that is seen as refused by a person and done elsewhere.',
  ],
  triage: [
    'Read the refused act and who refused it, then the act that did it all the same: both are in the evidence.',
    'See whether the agent says why it went another way, and whether a prompt or an outside text asked for it.',
    'Undo the effect, and close the way: a rule on the effect (a path, a host) rather than on one tool.',
  ],
};
