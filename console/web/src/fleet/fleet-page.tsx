import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { FleetAgent } from '../api/types';
import { hrefOf } from '../app/router';
import { brief } from '../parts/brief';
import { Empty } from '../parts/empty';
import { ProblemNote } from '../parts/problem-note';
import { ago, amount, full } from '../parts/time';

const EACH_MS = 15_000;
/** Modes in which nobody is asked. */
const UNASKED = /bypass|yolo|never|danger|full-auto|auto-approve/i;

/** Which agents run where, in which version, with what they may and can do. */
export function FleetPage() {
  const { data, error } = useQuery({
    queryKey: ['fleet'],
    queryFn: ({ signal }) => get<{ agents: FleetAgent[] }>('/api/fleet', signal),
    refetchInterval: EACH_MS,
  });
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  return (
    <div className="sheet">
      <h1>Fleet</h1>
      {data.agents.length === 0 ? (
        <Empty title="No agent seen yet">
          <a href={hrefOf(['start'])}>Point an agent at Gander</a>
        </Empty>
      ) : (
        <div className="card flush" tabIndex={0} role="region" aria-label="Agents">
          <table>
            <thead>
              <tr>
                <th>Agent</th>
                <th>Where</th>
                <th>Permission mode</th>
                <th>MCP servers</th>
                <th>Skills</th>
                <th>Sessions</th>
                <th>Last seen</th>
              </tr>
            </thead>
            <tbody>
              {data.agents.map((agent) => (
                <AgentRow key={[agent.family, agent.version, agent.host, agent.user].join('\n')} agent={agent} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

const AgentRow = ({ agent }: { agent: FleetAgent }) => (
  <tr>
    <td>
      <strong>{agent.family}</strong> <span className="dim">{agent.version}</span>
    </td>
    <td className="break">
      {agent.host ?? '–'} <span className="dim">{brief(agent.user ?? '')}</span>
    </td>
    <td>
      <div className="row">
        {agent.permissionModes?.map((mode) => (
          <span key={mode} className={UNASKED.test(mode) ? 'tag bad' : 'tag'}>
            {mode}
          </span>
        ))}
      </div>
    </td>
    <td className="break">{agent.mcpServers?.join(', ')}</td>
    <td className="break">{agent.skills?.join(', ')}</td>
    <td className="num">{amount(agent.sessions)}</td>
    <td className="num" title={full(agent.lastSeen)}>
      {ago(agent.lastSeen)}
    </td>
  </tr>
);
