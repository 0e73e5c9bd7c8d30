import type { Manifest } from '../../../contracts/detector';
import { TEXT_SOURCES } from '../incoming';

export const manifest: Manifest = {
  id: 'instruction-text',
  version: '1.0.0',
  title: 'Text that gives the agent instructions',
  description:
    'A tool answer, fetched page, issue, README or prompt holds words that speak to an agent: set your rules aside, you are now someone else, tell nobody, run this to fix it, show your prompt. A tag for whoever looks at the session, never an alert by itself: acts that follow such text are told by other detectors.',
  severity: 'info',
  confidence: 'low',
  maturity: 'stable',
  attack: ['T1204'],
  atlas: ['AML.T0051'],
  owasp: ['ASI01', 'LLM01'],
  needs: [...TEXT_SOURCES, 'prompt'],
  fields: ['outcome.output', 'action.text'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Security documentation, prompt-engineering repositories and rules files of agents hold such words by nature.',
    'Linters and package managers that print the command which mends the problem.',
  ],
  blindSpots: [
    'Other wording, languages that are not looked for, text in pictures, text split over several files.',
    'Agents that hide the answers of their tools.',
    'Words behind the first 16,384 characters of an answer.',
  ],
  triage: [
    'Read the text where it came from; see whether the agent did what it says in the steps after it.',
    'If it was planted, tell the owner of the page, issue or repository and look for other sessions that read it.',
  ],
};
