import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'spread',
  version: '1.0.0',
  title: 'Instructions spread over repositories',
  description:
    'The same text that agents obey or that runs by itself (CLAUDE.md, AGENTS.md, rules, agent settings, hooks, workflows) is written into several repositories in one session, and then pushed: how a worm goes from agent to agent. Dates and numbers put in make no difference. Low when only written, medium when pushed, each one step higher when the text orders what no honest note does, such as to copy it on; the engine raises it when the text came from outside.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1080', 'T1195.002'],
  atlas: ['AML.T0061'],
  owasp: ['ASI07', 'ASI08'],
  needs: ['exec', 'file.write', 'mcp.call', 'tool.call'],
  fields: ['action.command', 'action.content', 'action.path'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A template that a person rolls out to the repositories of a team.',
    'Work trees of one repository that get the same settings.',
  ],
  blindSpots: [
    'One repository a session, many sessions.',
    'A text that is written anew for each repository.',
    'Writes through the API of the code host.',
  ],
  triage: [
    'Read the text: what does it make the next agent do?',
    'Find where it came from: an issue, a page, another repository.',
    'Take it back in every repository named, and warn those who pulled.',
  ],
};
