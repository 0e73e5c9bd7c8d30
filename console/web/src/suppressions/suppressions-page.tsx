import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, send } from '../api/client';
import type { Suppression } from '../api/types';
import { Empty } from '../parts/empty';
import { ProblemNote } from '../parts/problem-note';
import { ago, amount, full } from '../parts/time';
import { say } from '../parts/toast';

const KEY = ['suppressions'];

/** What is kept from people, by whom and until when. */
export function SuppressionsPage() {
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => get<{ suppressions: Suppression[] }>('/api/suppressions', signal),
  });
  const end = async (id: string) => {
    try {
      await send('DELETE', `/api/suppressions/${encodeURIComponent(id)}`);
      await queries.invalidateQueries({ queryKey: KEY });
      say('Ended; such alerts reach people again');
    } catch (problem) {
      say(`Not ended: ${(problem as Error).message}`);
    }
  };
  if (error) return <ProblemNote error={error} />;
  if (!data) return null;
  return (
    <div className="sheet">
      <h1>Suppressions</h1>
      {data.suppressions.length === 0 ? (
        <Empty title="Nothing is suppressed">
          <p>Suppress a kind of alert from the inbox (s). Each has a reason and an end.</p>
        </Empty>
      ) : (
        <div className="card flush">
          <table>
            <thead>
              <tr>
                <th>Alerts with</th>
                <th>Why</th>
                <th>Hidden</th>
                <th>Ends</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {data.suppressions.map((one) => (
                <tr key={one.id}>
                  <td>
                    {Object.entries(one.match).map(([name, value]) => (
                      <div key={name}>
                        <span className="dim">{name}</span> <code>{value}</code>
                      </div>
                    ))}
                  </td>
                  <td className="break">
                    {one.reason} <span className="dim small">{one.owner}</span>
                  </td>
                  <td className="num">
                    {amount(one.hits)}{' '}
                    {one.lastHit !== undefined && <span className="dim small">{ago(one.lastHit)}</span>}
                  </td>
                  <td className="num">{one.revokedAt === undefined ? full(one.expiresAt) : 'ended'}</td>
                  <td>{one.revokedAt === undefined && <button onClick={() => void end(one.id)}>End now</button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
