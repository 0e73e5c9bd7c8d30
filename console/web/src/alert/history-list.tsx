import type { AlertChange } from '../../../../contracts/alert';
import { full } from '../parts/time';

/** Who did what, latest first. */
export function HistoryList({ history }: { history: readonly AlertChange[] }) {
  if (history.length === 0) return null;
  return (
    <section className="stack">
      <h2>History</h2>
      <ul className="stack">
        {history.toReversed().map((change, index) => (
          <li key={index}>
            <p>
              <strong>{change.by}</strong> {wordsOf(change)} <time className="dim small num">{full(change.at)}</time>
            </p>
            {change.text !== undefined && <p className="dim break">{change.text}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function wordsOf({ what, from, to, until }: AlertChange): string {
  if (what === 'created') return 'raised it';
  if (what === 'comment') return 'said';
  const way = [from !== undefined && `from ${from}`, to !== undefined && `to ${to}`].filter(Boolean).join(' ');
  const end = until === undefined ? '' : ` until ${full(until)}`;
  return `${what === 'state' ? 'changed it' : what} ${way}${end}`;
}
