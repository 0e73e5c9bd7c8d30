import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'secret-in-the-open',
  version: '1.0.0',
  title: 'Secret in the open',
  description:
    'The value of a secret stands where others see it or where it lasts: in a prompt, in what a tool answered, on a command line, in what the model says, in a file of the project, in a commit. Low where it is only seen, medium where it is written into the project or committed. Files where secrets belong, tests, examples and documentation are left out. The value itself is nowhere in the alert.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1552', 'T1552.001'],
  atlas: ['AML.T0055'],
  owasp: ['LLM02', 'ASI03'],
  needs: ['prompt', 'output', 'exec', 'file.write', 'file.read', 'net.fetch', 'mcp.call', 'tool.call'],
  fields: ['action.content', 'action.command', 'action.text', 'outcome.output'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'A false key of the right form in a test that lies beside the code.',
    'A file of the project that is not tracked, and that git is told to ignore.',
  ],
  blindSpots: [
    'Secrets without a form of their own: passwords in files and answers are not told.',
    'Agents that hide prompts, outputs and file contents.',
    'Files that were written before the session, or whose secret stands behind the part that is kept.',
  ],
  triage: [
    'Find out which secret it is by its kind, place and fingerprint; the same fingerprint elsewhere is the same value.',
    'Take it out of the file or the history, and rotate it when it was pushed or sent to a model provider.',
    'Put it where the project keeps its secrets, and give the agent its name only.',
  ],
};
