import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'guardrail-probing',
  version: '1.0.0',
  title: 'Refusals met with another story until it worked',
  description:
    'The model refused twice or more, the prompt came again in another frame (an authorised test, a lab, a game, another role), and then attack tools were run. Told from one session: what an operator does over several is not followed.',
  severity: 'medium',
  confidence: 'medium',
  maturity: 'experimental',
  attack: ['T1588.007', 'T1595'],
  atlas: ['AML.T0054'],
  owasp: ['ASI01', 'LLM01'],
  needs: ['prompt', 'output', 'model.call', 'exec'],
  fields: ['action.text', 'action.command'],
  order: 'event-time',
  keyBy: 'scope',
  window: { seconds: 86_400, maxKeys: 50_000 },
  falsePositives: [
    'Authorised penetration tests: list the repository under `context.engagements`.',
    'Training in which refusals and rewording are the subject.',
  ],
  blindSpots: [
    'Prompts and answers hidden by the agent: then only refusals that the model’s interface reports are seen.',
    'Many accounts or days, one question each.',
    'Attacks with programs that are not known as attack tools.',
  ],
  triage: [
    'Read the prompts in order: what was wanted, and how did the story change?',
    'See what the tools were pointed at, and whether anyone allowed it.',
    'Stop the account until that is known; look for its other sessions.',
  ],
};
