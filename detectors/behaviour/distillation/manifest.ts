import type { Manifest } from '../../../contracts/detector';

export const manifest: Manifest = {
  id: 'distillation',
  version: '1.0.0',
  title: 'Many accounts ask with one template',
  description:
    'Behind one gateway, many accounts send prompts that are the same but for the words in the gaps, as somebody does who collects answers to train another model on. Compares prompts by their sequence of words, with numbers taken out, and counts distinct accounts a template.',
  severity: 'medium',
  confidence: 'low',
  maturity: 'experimental',
  attack: ['T1119', 'T1213'],
  atlas: ['AML.T0024'],
  owasp: ['LLM10'],
  needs: ['prompt'],
  fields: ['action.text', 'account', 'host'],
  order: 'event-time',
  keyBy: 'host',
  window: { seconds: 86_400, maxKeys: 1_000 },
  falsePositives: [
    'An application of your own that fills a template for its users: name it in `allowed` by the words that it begins with.',
    'A class or a benchmark in which all solve the same exercises.',
  ],
  blindSpots: [
    'A gateway that tells no account or hides prompts.',
    'Prompts that are reworded each time, or spread over more gateways than accounts share.',
  ],
  triage: [
    'Look at the accounts: when were they made, from which networks, who pays?',
    'Compare their rates and the models they ask; see whether they moved to a new model together.',
    'Rate-limit the group, and look for further accounts with the same template.',
  ],
};
