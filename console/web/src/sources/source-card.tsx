import type { SourceRow } from '../api/types';
import { CopyButton } from '../parts/copy-button';
import { ago, amount } from '../parts/time';

const FRESH_MS = 5 * 60_000;

/** One sender: how much comes, and what detectors would need and do not see. */
export function SourceCard({ source }: { source: SourceRow }) {
  const { dialect, service, version, host, events, lastSeen, hidden } = source;
  const settings = [...new Set(hidden.flatMap(({ setting }) => setting ?? []))];
  return (
    <section className="card">
      <div className="row between">
        <h2 className="break">
          {service || dialect} <span className="dim">{version}</span>
        </h2>
        <span className={Date.now() - lastSeen < FRESH_MS ? 'live on' : 'live'}>{ago(lastSeen)}</span>
      </div>
      <p className="dim num break">
        {dialect} · {host || 'no host told'} · {amount(events)} events
      </p>
      {hidden.length === 0 ? (
        <p className="small">
          <span className="tag good">Nothing hidden</span>
        </p>
      ) : (
        <>
          <p className="row small">
            {hidden.map(({ field, state }) => (
              <span className="tag warn" key={field}>
                {field} {state}
              </span>
            ))}
          </p>
          {settings.map((setting) => (
            <div className="row between setting" key={setting}>
              <code>{setting}</code>
              <CopyButton text={setting} />
            </div>
          ))}
        </>
      )}
    </section>
  );
}
