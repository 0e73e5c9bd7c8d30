import type { Manifest } from '../../../contracts/detector';
import { TEXT_SOURCES } from '../incoming';

export const manifest: Manifest = {
  id: 'hidden-text',
  version: '1.0.0',
  title: 'Text that people cannot see',
  description:
    'A tool answer, page or file holds text that a person who looks at it does not see and a model reads: Unicode tag characters, runs of zero-width characters or variation selectors, words split by them, bidirectional overrides in text without right-to-left writing, and instructions or long encoded blobs in comments and invisible elements of HTML and Markdown.',
  severity: 'low',
  confidence: 'medium',
  maturity: 'stable',
  attack: ['T1027', 'T1036'],
  atlas: ['AML.T0051'],
  owasp: ['ASI01', 'LLM01'],
  needs: TEXT_SOURCES,
  fields: ['outcome.output'],
  order: 'any',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Test data of Unicode libraries and of detectors like this one.',
    'Comments in Markdown that tell a contributor what to fill in.',
  ],
  blindSpots: [
    'New ways to hide (fonts, pictures, colours set in a style sheet elsewhere).',
    'Agents that hide the answers of their tools.',
    'Anything behind the first 16,384 characters of an answer.',
  ],
  triage: [
    'Read the hidden text: the excerpt shows tag characters as plain letters.',
    'See whether the agent did what it says in the steps after it.',
    'If it was planted, tell the owner of the page or repository and look for other sessions that read it.',
  ],
};
