import { TACTICS } from '../../../../contracts/attack';
import type { Incident } from '../api/types';
import { clock, full } from '../parts/time';

/** The tactics in the order of the kill chain; lit where the incident has been. */
export function KillChain({ incident: { tactics } }: { incident: Incident }) {
  const seen = new Map(tactics.map(({ tactic, at }) => [tactic, at]));
  return (
    <ol className="chain" aria-label="Kill chain" tabIndex={0}>
      {Object.entries(TACTICS).map(([key, { name }]) => {
        const at = seen.get(key) ?? seen.get(name);
        return (
          <li
            key={key}
            className={at === undefined ? undefined : 'lit'}
            title={at === undefined ? 'not seen' : full(at)}
          >
            <span>{name}</span>
            <time className="num small">{at === undefined ? '' : clock(at)}</time>
          </li>
        );
      })}
    </ol>
  );
}
