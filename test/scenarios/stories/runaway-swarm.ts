import type { Scenario, Speaker } from '../scenario';

const lead: Speaker = { agent: 'claude-code', session: 'swarm', user: 'dev@example.org' };
const worker = (index: number): Speaker => ({ ...lead, subagent: `w${index}` });

export const runawaySwarm: Scenario = {
  name: 'runaway-swarm',
  incident:
    'An agent that was asked to tidy up starts sub-agents which start more of them; each runs the same failing command again and again. Nobody looks for an hour, and the bill is four figures.',
  vantage: 'developer fleet',
  story: [
    { at: 0, who: lead, act: { does: 'prompt', text: 'Tidy up the warnings.' } },
    ...Array.from({ length: 60 }, (_, index): Scenario['story'] => [
      {
        at: 5 + index * 3,
        who: lead,
        act: { does: 'spawn', type: 'general-purpose', prompt: `Mend warning ${index}.` },
      },
      ...Array.from({ length: 4 }, (_unused, again): Scenario['story'][number] => ({
        at: 7 + index * 3 + again * 10,
        who: worker(index),
        act: { does: 'run', command: 'npm run lint -- --fix', output: 'error: cannot find module', exitCode: 1 },
      })),
    ]).flat(),
  ],
  wanted: {
    content: [
      { detector: 'agent-sprawl', severity: 'medium' },
      { detector: 'retry-storm', severity: 'medium' },
    ],
    defaults: [{ detector: 'agent-sprawl', severity: 'medium' }],
  },
  stillSeen: 'the number of sub-agents, which every record names.',
};
