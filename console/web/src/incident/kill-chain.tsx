import { TACTICS } from '../../../../contracts/attack';
import type { Incident } from '../api/types';
import { clock, full } from '../parts/time';

const LONG = /\w{10,}/g;
/** Where long words may be broken: not every browser knows. */
const BREAKS: Readonly<Record<string, string>> = {
  Reconnaissance: 'Recon\u00ADnaissance',
  Development: 'Develop\u00ADment',
  Persistence: 'Persis\u00ADtence',
  Escalation: 'Escala\u00ADtion',
  Impairment: 'Impair\u00ADment',
  Credential: 'Creden\u00ADtial',
  Collection: 'Collec\u00ADtion',
  Exfiltration: 'Exfil\u00ADtration',
};

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
            <span>{name.replace(LONG, (word) => BREAKS[word] ?? word)}</span>
            <time className="num small">{at === undefined ? '' : clock(at)}</time>
          </li>
        );
      })}
    </ol>
  );
}
