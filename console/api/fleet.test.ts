import { agentEvent, exec } from '../../test/support/agent-events';
import { archive } from '../../test/support/archived';
import { runConsole } from '../../test/support/running-console';
import type { RunningConsole } from '../../test/support/running-console';

let running: RunningConsole;
beforeEach(async () => {
  running = await runConsole();
});
afterEach(() => running.stop());

const of = (session: string) => ({ session, scope: `session:claude-code:${session}` });
const fleet = async (query = '') => (await running.ask(`/api/fleet${query}`)).json();

test('agents are told by family, version, host and user, with what they may and what they use', async () => {
  await archive(
    running,
    [
      exec('ls', { ...of('s1'), at: 1, user: 'ann', permission: { mode: 'default' } }),
      agentEvent({ ...of('s1'), at: 2, user: 'ann', action: { type: 'mcp.call', server: 'github', tool: 'search' } }),
      agentEvent({
        ...of('s1'),
        at: 3,
        user: 'ann',
        action: { type: 'tool.call', tool: 'Skill', arguments: '{"skill": "pdf"}' },
      }),
    ],
    [exec('ls', { ...of('s2'), at: 9, user: 'ann', permission: { mode: 'bypassPermissions' } })],
    [
      exec('ls', {
        ...of('s3'),
        at: 5,
        host: 'laptop',
        agent: { family: 'codex' },
        source: { dialect: 'codex', signal: 'log', record: 'x' },
      }),
    ],
    [
      agentEvent({
        scope: 'host:build-7',
        agent: { family: 'host' },
        action: {
          type: 'resource.sample',
          metric: 'cpu.utilization',
          value: 1,
          unit: 'ratio',
          series: 'a',
          temporality: 'gauge',
        },
      }),
    ],
  );
  const { agents, complete } = await fleet();
  expect(complete).toBe(true);
  expect(agents).toMatchObject([
    {
      family: 'claude-code',
      version: '2.1',
      host: 'build-7',
      user: 'ann',
      sessions: 2,
      permissionModes: ['bypassPermissions', 'default'],
      mcpServers: ['github'],
      skills: ['pdf'],
    },
    { family: 'codex', host: 'laptop', sessions: 1, permissionModes: [] },
  ]);
  expect(await fleet('?tenant=other')).toEqual({ agents: [], complete: true });
});
