import type { Moment, Scenario, Speaker } from '../scenario';

const speaker = (index: number, version: string): Speaker => ({
  agent: 'claude-code',
  session: `v${version}-${index}`,
  user: `dev${index}@example.org`,
  version,
});

/** Half an hour of ten sessions, told by their calls of the model. */
const work = (version: string, from: number, tokens: number): Moment[] =>
  Array.from({ length: 10 }, (_, session) =>
    Array.from({ length: 30 }, (_unused, minute): Moment => ({
      at: from + minute * 60 + session * 5,
      who: speaker(session, version),
      act: { does: 'model', model: 'large-2', inputTokens: tokens + session * 500, outputTokens: 400 },
    })),
  ).flat();

export const newAgentVersion: Scenario = {
  name: 'new-agent-version',
  incident:
    'A new version of the coding agent sends four times as much context with each call. Every session of the fleet shows it at once; it is one change, not fifty anomalies.',
  vantage: 'developer fleet',
  story: [...work('2.1.329', 0, 20_000), ...work('2.2.0', 2_400, 80_000)],
  wanted: {
    content: [{ detector: 'fleet-change', severity: 'low', about: '2.2.0' }],
    defaults: [{ detector: 'fleet-change', severity: 'low', about: '2.2.0' }],
  },
  stillSeen: 'versions and counts of tokens, which every record names.',
};
