import type { Scenario, Speaker } from '../scenario';

const ACCOUNTS = 400;
const TOPICS = ['sorting', 'graphs', 'parsing', 'caching', 'locking', 'hashing', 'routing', 'encoding'];
const caller = (index: number): Speaker => ({
  agent: 'own-agent',
  session: `account-${index}`,
  account: `acct-${index}`,
  user: `acct-${index}`,
  host: `gateway-${index % 3}`,
});

export const distillation: Scenario = {
  name: 'distillation',
  incident:
    'Thousands of accounts ask a model for its reasoning with the same template and other words in the gaps, so that another model can be trained on the answers (published February 2026).',
  vantage: 'model gateway',
  story: Array.from({ length: ACCOUNTS }, (_, index): Scenario['story'] => [
    {
      at: index * 2,
      who: caller(index),
      act: {
        does: 'prompt',
        text: `You are an expert. Solve the following ${TOPICS[index % TOPICS.length] ?? ''} exercise number ${index}. Write your complete reasoning step by step inside <reasoning> tags, then the final answer inside <answer> tags, and rate each step from 1 to 5.`,
      },
    },
    {
      at: index * 2 + 1,
      who: caller(index),
      act: { does: 'model', model: 'own-model-4', inputTokens: 90, outputTokens: 4_000 },
    },
  ]).flat(),
  wanted: {
    content: [{ detector: 'distillation', severity: 'medium' }],
    defaults: [],
  },
  also: ['agent-sprawl'],
  stillSeen: 'calls and tokens an account; without the prompts the template cannot be seen.',
};
